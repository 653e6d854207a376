package org.mathesar.launcher.database;

import java.util.Optional;

/** A hoster of PostgreSQL that is recognised by the names of its servers, so that it can be spoken of in its own words. */
public enum KnownHost {
    SUPABASE_DIRECT("Supabase"),
    SUPABASE_SESSION_POOLER("Supabase"),
    SUPABASE_TRANSACTION_POOLER("Supabase"),
    NEON_DIRECT("Neon"),
    NEON_POOLER("Neon"),
    DIGITAL_OCEAN("DigitalOcean"),
    DIGITAL_OCEAN_POOL("DigitalOcean"),
    RDS("Amazon RDS"),
    CLOUD_SQL("Cloud SQL"),
    AZURE("Azure Database for PostgreSQL"),
    RAILWAY("Railway"),
    FLY("fly.io"),
    FLY_POOLER("fly.io"),
    HEROKU("Heroku");

    private final String title;

    KnownHost(String title) {
        this.title = title;
    }

    /** As its owner calls it. */
    public String title() {
        return title;
    }

    /** Whose server this is; empty for everyone else's. */
    public static Optional<KnownHost> of(Database.External candidate) {
        return Optional.empty();
    }
}
