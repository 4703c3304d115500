"""What is measured on data that lies elsewhere."""
