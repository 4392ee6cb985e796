"""Who asks: tokens and sessions of requests, signing in and out, the accounts, the audit log."""
