package org.mathesar.launcher.database;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where in a known hoster's console things are found. The names of panels are as the hosters' guides had them in 2026. */
record HostPanels(Database.External candidate, Optional<KnownHost> known) {

    Optional<String> whereToAllow(List<InetAddress> egress) {
        String any = addresses(egress, "", "");
        String v4 = addresses(ipv4(egress), "", "");
        return known.flatMap(hoster -> Optional.ofNullable(switch (hoster) {
            case SUPABASE_DIRECT, SUPABASE_SESSION_POOLER, SUPABASE_TRANSACTION_POOLER ->
                "If the project restricts its network: Database → Settings → Network Restrictions in Supabase: add "
                        + addresses(egress, "/32", "/128") + ".";
            case NEON_DIRECT, NEON_POOLER ->
                "If the project has an allow list: Settings → Networking → IP Allow in Neon: add " + any + ".";
            case DIGITAL_OCEAN, DIGITAL_OCEAN_POOL ->
                "Databases → your cluster → Network Access → Add Trusted Sources in DigitalOcean: add " + v4
                        + ", or this Droplet itself.";
            case RDS -> "RDS → Databases → your instance → Connectivity & security → VPC security groups → Edit inbound"
                    + " rules in AWS: add type PostgreSQL, port " + candidate.port() + ", source "
                    + addresses(egress, "/32", "/128") + ".";
            case CLOUD_SQL -> "SQL → your instance → Connections → Networking → Authorised networks → Add a network in"
                    + " Google Cloud: add " + addresses(ipv4(egress), "/32", "") + ".";
            case AZURE -> "Your server → Settings → Networking → Firewall rules in the Azure portal: add " + v4 + ".";
            case HEROKU -> "A Private or Shield database lets in only mapped addresses: heroku"
                    + " trusted-ips:add " + addresses(ipv4(egress), "/32", "") + ". Others are open to all.";
            case RAILWAY, FLY, FLY_POOLER -> null;
        }));
    }

    Optional<String> wrongPassword() {
        return known.map(hoster -> switch (hoster) {
            case SUPABASE_DIRECT, SUPABASE_SESSION_POOLER, SUPABASE_TRANSACTION_POOLER ->
                "Supabase shows the password only once: set a new one at Database → Settings → Reset database password."
                        + " The pooler may take a minute to learn of it, and blocks an address for two minutes after"
                        + " many wrong ones.";
            case NEON_DIRECT, NEON_POOLER ->
                "Copy the string anew from Connect in the Neon console, with the branch and role you mean, or choose"
                        + " Reset password there.";
            case DIGITAL_OCEAN, DIGITAL_OCEAN_POOL ->
                "Databases → your cluster → Users & Databases in DigitalOcean shows the password and can reset it.";
            case RDS -> "RDS → Databases → your instance → Modify in AWS sets a new master password; if Secrets Manager"
                    + " keeps it, it may have been changed since you copied it.";
            case CLOUD_SQL -> "SQL → your instance → Users in Google Cloud: choose the user and Change password. A new"
                    + " instance's user postgres has none until you set it.";
            case AZURE -> "Your server → Overview → Reset password in the Azure portal. The user is written without"
                    + " @server on a flexible server.";
            case RAILWAY ->
                "The Variables tab of your Postgres service in Railway shows the password that was set at its"
                        + " first start; changing the variable alone does not change the role's password.";
            case FLY, FLY_POOLER -> "The Connect tab of your cluster in the fly.io dashboard shows the string with its"
                    + " password; fly mpg attach writes it into your app.";
            case HEROKU -> "Heroku changes the password now and then: copy it anew from Settings → View Credentials of"
                    + " the database, or from DATABASE_URL.";
        });
    }

    Optional<String> certificateAuthority() {
        return known.map(hoster -> switch (hoster) {
            case SUPABASE_DIRECT, SUPABASE_SESSION_POOLER, SUPABASE_TRANSACTION_POOLER ->
                "Supabase signs its servers' certificates itself: give the file prod-ca-2021.crt from Database →"
                        + " Settings → SSL Configuration → Download certificate.";
            case NEON_DIRECT, NEON_POOLER ->
                "Neon's certificates are signed by Let's Encrypt, which every up-to-date system knows: no file is needed.";
            case DIGITAL_OCEAN, DIGITAL_OCEAN_POOL ->
                "Each DigitalOcean account has an authority of its own: give the file from Databases → your cluster →"
                        + " Overview → Connection Details → Download CA certificate.";
            case RDS -> "Amazon signs the certificates of RDS itself: give the file"
                    + " https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem.";
            case CLOUD_SQL -> "Each Cloud SQL instance has an authority of its own: give the file server-ca.pem from"
                    + " Connections → Security → Manage server CA certificates → Download, and choose “verify-ca”,"
                    + " since the certificate names the instance and no host.";
            case AZURE ->
                "Azure's certificates are signed by DigiCert and Microsoft, whom every up-to-date system knows:"
                        + " no file is needed.";
            case RAILWAY ->
                "Railway's PostgreSQL signs its certificate itself: choose “require”, which encrypts without"
                        + " checking it.";
            case FLY, FLY_POOLER -> "Inside fly.io's private network the connection is already encrypted, and no public"
                    + " authority signs these certificates: choose “prefer”.";
            case HEROKU -> "Heroku publishes no authority for its databases: choose “require”, which encrypts without"
                    + " checking the certificate.";
        });
    }

    Optional<String> connectionString() {
        return known.map(hoster -> switch (hoster) {
            case SUPABASE_DIRECT, SUPABASE_SESSION_POOLER, SUPABASE_TRANSACTION_POOLER ->
                "In Supabase: the button Connect at the top of the project, then Session pooler.";
            case NEON_DIRECT, NEON_POOLER ->
                "In the Neon console: Connect on the project's dashboard, with “Connection pooling” switched off.";
            case DIGITAL_OCEAN, DIGITAL_OCEAN_POOL ->
                "In DigitalOcean: Databases → your cluster → Overview → Connection Details.";
            case RDS -> "In AWS: RDS → Databases → your instance → Connectivity & security shows endpoint and port,"
                    + " Configuration the master user name.";
            case CLOUD_SQL -> "In Google Cloud: SQL → your instance → Overview shows the connection name and the IP"
                    + " addresses.";
            case AZURE -> "In the Azure portal: your server → Settings → Connect.";
            case RAILWAY -> "In Railway: your Postgres service → Variables → DATABASE_URL (same project) or"
                    + " DATABASE_PUBLIC_URL (from elsewhere).";
            case FLY, FLY_POOLER -> "In the fly.io dashboard: Managed Postgres → your cluster → Connect → Direct URL.";
            case HEROKU -> "In Heroku: your app → Resources → Heroku Postgres → Settings → View Credentials.";
        });
    }

    private static List<InetAddress> ipv4(List<InetAddress> addresses) {
        return addresses.stream().filter(Inet4Address.class::isInstance).toList();
    }

    private static String addresses(List<InetAddress> addresses, String ipv4Suffix, String ipv6Suffix) {
        return addresses.isEmpty()
                ? "this machine's public address"
                : addresses.stream().map(address -> address.getHostAddress()
                        + (address instanceof Inet4Address ? ipv4Suffix : ipv6Suffix))
                        .collect(Collectors.joining(" and "));
    }
}
