"""Flask, GraphQL, streams and media: the wire."""
