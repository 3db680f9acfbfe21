"""Flask, the GraphQL schema, streams, media and the mapping of errors. Calls the service, computes nothing."""
