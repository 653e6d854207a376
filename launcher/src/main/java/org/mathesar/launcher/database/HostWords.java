package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * What is special about the server of a known hoster, in that hoster's own words. All answers come from the details
 * alone: nobody is asked. They are whole sentences without a secret, and empty where nothing special is known.
 */
public final class HostWords {
    private final Database.External candidate;
    private final Optional<KnownHost> host;
    private final HostPanels panels;

    private HostWords(Database.External candidate, Optional<KnownHost> host) {
        this.candidate = candidate;
        this.host = host;
        panels = new HostPanels(candidate, host);
    }

    /** The words for a server; for an unknown one all are empty. */
    public static HostWords of(Database.External candidate) {
        return new HostWords(candidate, KnownHost.of(candidate));
    }

    /** Whose server it is; empty for an unknown one. */
    public Optional<KnownHost> host() {
        return host;
    }

    /** Details that cannot work with Mathesar whatever the server says, with those to use instead. */
    public Optional<Problem> beforeTrying() {
        return host.filter(known -> !mayBeSet(known)).flatMap(_ -> wrongAddress());
    }

    /** What to say of a pooler that was found to give each transaction another connection. */
    public Optional<Problem> whenTransactionPooled() {
        return isTransactionPooler() ? wrongAddress() : Optional.empty();
    }

    /** Whether its customers choose how their pooler works, so that only a look at it can tell. */
    private static boolean mayBeSet(KnownHost known) {
        return known == KnownHost.DIGITAL_OCEAN_POOL || known == KnownHost.AZURE;
    }

    private Optional<Problem> wrongAddress() {
        return host.flatMap(known -> switch (known) {
            case SUPABASE_TRANSACTION_POOLER -> problem(
                    "Port 6543 is Supabase's transaction pooler, which gives every transaction another connection;"
                            + " Mathesar needs one that stays.",
                    "Use " + (supabase().isDedicatedPooler() ? "the direct connection" : "the session pooler")
                            + " instead: " + address(supabase().lasting()));
            case SUPABASE_SESSION_POOLER -> supabase().userWithoutProject();
            case SUPABASE_DIRECT -> supabase().userWithProject();
            case NEON_POOLER -> problem(
                    "This is Neon's pooled connection, which gives every transaction another connection;"
                            + " Mathesar needs one that stays.",
                    "Switch “Connection pooling” off in Neon's Connect window, or use: " + address(neonDirect()));
            case DIGITAL_OCEAN_POOL -> problem(
                    "Port 25061 is a connection pool of DigitalOcean, which usually gives every transaction another"
                            + " connection; Mathesar needs one that stays.",
                    "Use port 25060 and the name of the database itself, not the pool's. Choose “Connection"
                            + " parameters” of the cluster, not of the pool, in DigitalOcean's Connection Details.");
            case AZURE -> candidate.port() == 6432
                    ? problem(
                            "Port 6432 is Azure's built-in PgBouncer, which usually gives every transaction another"
                                    + " connection; Mathesar needs one that stays.",
                            "Use the server's own port instead: " + address(at(candidate.host(), 5432)))
                    : Optional.empty();
            case RDS -> amazonWriter().flatMap(writer -> problem(
                    "This is the reader endpoint of an Aurora cluster, where nothing can be written.",
                    "Use the cluster's writer endpoint instead: " + address(writer)));
            case NEON_DIRECT, DIGITAL_OCEAN, CLOUD_SQL, RAILWAY, FLY, FLY_POOLER, HEROKU -> Optional.empty();
        });
    }

    /** Details of the same database that work where {@link #beforeTrying} refuses these; the password is kept. */
    public Optional<Database.External> instead() {
        return host.flatMap(known -> switch (known) {
            case SUPABASE_TRANSACTION_POOLER -> Optional.of(supabase().lasting());
            case SUPABASE_SESSION_POOLER -> Optional.empty();
            case SUPABASE_DIRECT -> supabase().withoutProject();
            case NEON_POOLER -> Optional.of(neonDirect());
            case AZURE -> candidate.port() == 6432 ? Optional.of(at(candidate.host(), 5432)) : Optional.empty();
            case RDS -> amazonWriter();
            case NEON_DIRECT, DIGITAL_OCEAN, DIGITAL_OCEAN_POOL, CLOUD_SQL, RAILWAY, FLY, FLY_POOLER, HEROKU ->
                Optional.empty();
        });
    }

    /**
     * Whether it is known from its address that each transaction gets another connection. A pooler that may be in either
     * mode is counted where that mode is its hoster's default.
     */
    public boolean isTransactionPooler() {
        return host.map(known -> switch (known) {
            case SUPABASE_TRANSACTION_POOLER, NEON_POOLER, DIGITAL_OCEAN_POOL -> true;
            case AZURE -> candidate.port() == 6432;
            case SUPABASE_DIRECT, SUPABASE_SESSION_POOLER, NEON_DIRECT, DIGITAL_OCEAN, RDS, CLOUD_SQL, RAILWAY, FLY,
                    FLY_POOLER, HEROKU ->
                false;
        }).orElse(false);
    }

    /**
     * The panel in which this machine is allowed to connect.
     *
     * @param egress the addresses under which the server sees this machine; may be empty
     */
    public Optional<String> whereToAllow(List<InetAddress> egress) {
        return panels.whereToAllow(egress);
    }

    /**
     * Why no connection comes about, where the hoster's network explains it.
     *
     * @param ipv6Only whether the name has IPv6 addresses only, or this machine reaches none of its IPv4 addresses
     */
    public Optional<String> unreachable(boolean ipv6Only) {
        return new HostNetwork(candidate, host).unreachable(ipv6Only);
    }

    /** Where the password is looked up or set anew, and what is often wrong with it there. */
    public Optional<String> wrongPassword() {
        return panels.wrongPassword();
    }

    /** Who signs the server's certificate, and where that authority's file is had. */
    public Optional<String> certificateAuthority() {
        return panels.certificateAuthority();
    }

    /** Where the right connection string is shown. */
    public Optional<String> panel() {
        return panels.connectionString();
    }

    /** The user name with which a role of the database signs in here, where it is not the role's own name. */
    public Optional<String> loginRole(String role) {
        return supabase().isSharedPooler()
                ? supabase().project().map(project -> role + "." + project)
                : Optional.empty();
    }

    /** The name inside the database of the role that signs in with the given user name. */
    public String roleInside() {
        return supabase().isSharedPooler() ? supabase().role() : candidate.user();
    }

    /** What a hoster's own proxy means by the words with which it refuses a login; empty for other words. */
    public Optional<Problem> ofServerWords(String message) {
        return ProxyWords.of(message, candidate);
    }

    private SupabaseNames supabase() {
        return new SupabaseNames(candidate);
    }

    private Database.External neonDirect() {
        return at(candidate.host().replaceFirst("(?i)-pooler(?=\\.)", ""), candidate.port());
    }

    /** The writer of an Aurora cluster whose reader was given. */
    private Optional<Database.External> amazonWriter() {
        String writer = candidate.host().replaceFirst("(?i)\\.cluster-ro-", ".cluster-");
        return writer.equals(candidate.host()) ? Optional.empty() : Optional.of(at(writer, candidate.port()));
    }

    private Database.External at(String newHost, int port) {
        return new Database.External(newHost, port, candidate.name(), candidate.user(), candidate.password(),
                candidate.sslMode(), candidate.authority());
    }

    private static String address(Database.External database) {
        return ConnectionAddress.of(database);
    }

    private static Optional<Problem> problem(String summary, String action) {
        return Optional.of(new Problem.Fixable(summary, action));
    }
}
