"""Several articles about one event: what is said about the same thing, and what conflicts.

Run as ``python examples/several_documents.py [DATABASE]``; without a database all is kept in
memory. With one, look at it afterwards: ``claimtrack report --db DATABASE``.
"""

import sys
from datetime import UTC, datetime

import claimtrack as ct

DOCUMENTS = (
    ct.Document(
        "Police said that 12 people were injured in the fire at the Harbour Hotel. "
        "The hotel ignored safety rules, the city's inspectors said.\n",
        title="Twelve injured in hotel fire",
        outlet="Harbour Post",
        published=datetime(2026, 5, 4, 8, tzinfo=UTC),
    ),
    ct.Document(
        "The fire brigade said that at least 20 people were injured in the fire at the Harbour "
        "Hotel. The hotel's owner denied that the hotel had ignored safety rules.\n",
        title="Fire brigade: twenty injured",
        outlet="Daily Tide",
        published=datetime(2026, 5, 4, 9, tzinfo=UTC),
    ),
    ct.Document(
        "The Harbour Hotel will open again in June, its owner said. Guests said that they had "
        "heard no alarm.\n",
        title="Hotel to open again",
        outlet="Radio Coast",
        published=datetime(2026, 5, 6, 12, tzinfo=UTC),
    ),
)


def main(database: str | None) -> None:
    """Add the documents; print clusters of several claims, then conflicts with their reasons."""
    with ct.Tracker(database) as tracker:
        tracker.add_many(DOCUMENTS)
        claims = {claim.id: claim for claim in tracker.claims()}
        for cluster in tracker.clusters():
            if len(cluster.claims) > 1:
                print("About the same thing:")
                for key in cluster.claims:
                    who = " and ".join(claims[key].sources) or "nobody named"
                    print(f"  {who}: {claims[key].text}")
        for relation in tracker.conflicts():
            print(f"Conflict ({relation.kind}): {relation.reason}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
