package org.mathesar.launcher.database;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Pattern SOCKET_OF_CLOUD_SQL = Pattern
            .compile("/cloudsql/[^/]+|/.*/[a-z0-9.:-]+:[a-z0-9-]+:[a-z0-9-]+");
    private static final Pattern EC2 = Pattern
            .compile("ec2-\\d+-\\d+-\\d+-\\d+\\.(?:compute-1|[a-z0-9-]+\\.compute)\\.amazonaws\\.com");
    private static final Pattern HEROKU_DATABASE = Pattern.compile("d[a-z0-9]{11,14}");
    private static final Pattern HEROKU_USER = Pattern.compile("[a-z][a-z0-9]{11,14}");
    private static final Pattern HEROKU_PASSWORD = Pattern.compile("p?[0-9a-f]{64}");
    private static final Pattern FLY_INTERNAL = Pattern
            .compile("(?:(?:[a-z]{3}|top\\d+\\.nearest\\.of|[a-z0-9]+\\.vm|leader|primary)\\.)?[a-z0-9-]+\\.internal");
    private static final Pattern OTHERS_INTERNAL = Pattern
            .compile("(?:.*\\.)?(?:docker|containers|google|ec2|compute|railway|metadata|lima|orb)\\.internal");

    private final String title;

    KnownHost(String title) {
        this.title = title;
    }

    /** As its owner calls it. */
    public String title() {
        return title;
    }

    /**
     * Whose server this is; empty for everyone else's. Only what the owner typed is looked at, so a proxy on localhost or
     * a name of the owner's own in front of such a server stays unknown.
     */
    public static Optional<KnownHost> of(Database.External candidate) {
        String host = candidate.host().toLowerCase(Locale.ROOT);
        if (host.startsWith("/")) {
            return SOCKET_OF_CLOUD_SQL.matcher(host).matches() ? Optional.of(CLOUD_SQL) : Optional.empty();
        }
        return Optional.ofNullable(ofName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, candidate));
    }

    private static KnownHost ofName(String host, Database.External candidate) {
        if (host.endsWith(".pooler.supabase.com")) {
            return candidate.port() == 6543 ? SUPABASE_TRANSACTION_POOLER : SUPABASE_SESSION_POOLER;
        } else if (host.startsWith("db.") && host.endsWith(".supabase.co")) {
            return candidate.port() == 6543 ? SUPABASE_TRANSACTION_POOLER : SUPABASE_DIRECT;
        } else if (host.endsWith(".neon.tech")) {
            return host.substring(0, host.indexOf('.')).endsWith("-pooler") ? NEON_POOLER : NEON_DIRECT;
        } else if (host.endsWith(".db.ondigitalocean.com")) {
            return candidate.port() == 25061 ? DIGITAL_OCEAN_POOL : DIGITAL_OCEAN;
        } else if (host.endsWith(".postgres.database.azure.com")) {
            return AZURE;
        } else if (host.endsWith(".sql.goog") || host.endsWith(".sql-psa.goog")) {
            return CLOUD_SQL;
        } else if (host.endsWith(".rlwy.net") || host.endsWith(".railway.internal") || host.endsWith(".railway.app")) {
            return RAILWAY;
        } else if (host.endsWith(".flympg.net")) {
            return host.startsWith("pgbouncer.") ? FLY_POOLER : FLY;
        } else if (host.endsWith(".flycast") || isFlyInternal(host)) {
            return FLY;
        }
        return ofAmazon(host, candidate);
    }

    /** Heroku's databases are Amazon's machines; what tells them from the owner's own are the names that Heroku rolls. */
    private static KnownHost ofAmazon(String host, Database.External candidate) {
        boolean rds = host.endsWith(".rds.amazonaws.com") || host.endsWith(".rds.amazonaws.com.cn");
        boolean rolled = HEROKU_DATABASE.matcher(candidate.name()).matches()
                && HEROKU_USER.matcher(candidate.user()).matches();
        if (rds) {
            return rolled && HEROKU_PASSWORD.matcher(candidate.password().reveal()).matches() ? HEROKU : RDS;
        }
        return rolled && EC2.matcher(host).matches() ? HEROKU : null;
    }

    /** {@code app.internal} and what fly.io puts before it; others have names under .internal too. */
    private static boolean isFlyInternal(String host) {
        return FLY_INTERNAL.matcher(host).matches() && !OTHERS_INTERNAL.matcher(host).matches();
    }
}
