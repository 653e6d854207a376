package org.mathesar.launcher.database;

import java.util.Locale;
import java.util.Optional;

/** From where a known hoster's server can be reached. */
record HostNetwork(Database.External candidate, Optional<KnownHost> known) {

    Optional<String> unreachable(boolean ipv6Only) {
        String host = candidate.host().toLowerCase(Locale.ROOT);
        return known.flatMap(hoster -> Optional.ofNullable(switch (hoster) {
            case SUPABASE_DIRECT, SUPABASE_TRANSACTION_POOLER -> ofSupabase(ipv6Only);
            case SUPABASE_SESSION_POOLER -> ipv6Only
                    ? "Supabase's pooler has IPv4 addresses only; use the direct connection (Connect → Direct"
                            + " connection) where this machine has IPv6 only."
                    : null;
            case DIGITAL_OCEAN, DIGITAL_OCEAN_POOL -> host.startsWith("private-")
                    ? "Names that begin with “private-” work only from machines in the same VPC network of"
                            + " DigitalOcean; from elsewhere choose “Public network” in the Connection Details."
                    : null;
            case RDS -> "A database of Amazon RDS is reached from outside its VPC only if “Publicly accessible” is Yes"
                    + " (Connectivity & security), and its security group lets this machine in.";
            case CLOUD_SQL -> ofCloudSql(host);
            case AZURE -> "A server with “Private access” is reached only from its virtual network; one with “Public"
                    + " access” needs a firewall rule for this machine (Settings → Networking).";
            case RAILWAY -> host.endsWith(".railway.internal")
                    ? "Names under railway.internal work only inside the same Railway project and environment; from"
                            + " elsewhere use the database's DATABASE_PUBLIC_URL."
                    : "Railway's public address exists only while the TCP proxy is on (Postgres → Settings → Networking);"
                            + " copy DATABASE_PUBLIC_URL anew, its port may have changed.";
            case FLY, FLY_POOLER -> "This name works only inside the private network of its fly.io organisation: run"
                    + " Mathesar in that organisation.";
            case NEON_DIRECT, NEON_POOLER, HEROKU -> null;
        }));
    }

    private String ofSupabase(boolean ipv6Only) {
        SupabaseNames names = new SupabaseNames(candidate);
        if (names.isSharedPooler()) {
            return null;
        }
        return (ipv6Only
                ? "Supabase's direct connection has an IPv6 address only, which this machine cannot reach."
                : "Supabase's direct connection has an IPv6 address only, unless the IPv4 add-on was bought, and a paused"
                        + " project has none.")
                + " Use the session pooler (Connect → Session pooler): " + names.sessionPooler();
    }

    private static String ofCloudSql(String host) {
        if (host.startsWith("/")) {
            return "The directory " + host + " exists only where Google Cloud or the Cloud SQL Auth Proxy put it; from"
                    + " elsewhere run the proxy beside Mathesar, or use the instance's IP address.";
        }
        return "An instance with a private IP is reached only from its VPC; one with a public IP lets in only its"
                + " authorised networks (Connections → Networking).";
    }
}
