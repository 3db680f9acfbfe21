"""Who asks: found out once for each request, from a token, a trusted header, or a signed cookie. Checks no right."""
