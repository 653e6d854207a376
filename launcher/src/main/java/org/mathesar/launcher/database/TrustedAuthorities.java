package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mathesar.launcher.database.AuthorityPem.Reading;
import org.mathesar.launcher.database.TrustBook.Kind;
import org.mathesar.launcher.database.TrustBook.Trust;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/**
 * Whom Mathesar trusts to say which database server is which: the certificates that owners gave, kept in the data
 * directory with the servers they are for, and composed into the one file that PGSSLROOTCERT names for Mathesar's whole
 * process.
 *
 * <p>libpq reads that file at each connection, so nothing has to be started again. What it does with it was measured with
 * Mathesar's own psycopg: as long as the file is missing, {@code prefer} and {@code require} use TLS and check nothing;
 * once it is there, {@code require} refuses a server that it does not vouch for, and {@code prefer} goes on <em>without
 * TLS</em>, silently. Hence these rules:
 * <ul>
 * <li>The file exists only while some server is to be checked.
 * <li>{@code prefer} becomes {@code require} for every server that offers TLS, so that nothing ever falls back.
 * <li>A server that is not to be checked stays usable beside one that is: where the public authority of its certificate
 * is known to this system, that authority alone is added, and a certificate that the server made for itself is added when
 * it cannot vouch for others. A private authority that merely showed itself is never added, for it could then
 * impersonate the servers that are checked; the owner is told to give its certificate.
 * </ul>
 * What is in the file counts for every server: {@code verify-ca} says no more than that one of these authorities signed,
 * {@code verify-full} is what tells servers apart.
 */
public final class TrustedAuthorities {
    private static final String DIRECTORY = "database-authorities";
    private static final String EVERYWHERE = "*";
    private static final Duration LOOK = Duration.ofSeconds(4);
    private static final Login TRY = new Login(Duration.ofSeconds(5), Duration.ofSeconds(5));

    private final InstantSource clock;
    private final TrustFiles files;
    private final TrustBook book;
    private final Set<String> told = new HashSet<>();

    public TrustedAuthorities(DataDirectory data, InstantSource clock) {
        this.clock = clock;
        this.files = new TrustFiles(data, data.directory(DIRECTORY), clock);
        this.book = new TrustBook(data, files.path("servers"));
    }

    /** The file for PGSSLROOTCERT; it need not exist. */
    public Path file() {
        return files.composed();
    }

    /** Keeps certificates for a candidate that is about to be tried; they are trusted only by {@link #protect}. */
    public synchronized Path offer(AuthorityPem authority) {
        return files.given(authority);
    }

    /** Checks this server by these certificates from now on. */
    public synchronized void give(String host, int port, AuthorityPem authority) {
        Map<String, Trust> places = book.read();
        told.add(place(host, port));
        places.put(place(host, port), new Trust(Kind.GIVEN, files.given(authority).getFileName().toString()));
        store(places);
    }

    /** Trusts these for every server, or no longer what was trusted like that. */
    public synchronized void giveEverywhere(Optional<AuthorityPem> authority) {
        Map<String, Trust> places = book.read();
        Optional<Trust> trust = authority
                .map(each -> new Trust(Kind.GIVEN, files.given(each).getFileName().toString()));
        if (!trust.equals(Optional.ofNullable(places.remove(EVERYWHERE)))) {
            trust.ifPresent(each -> places.put(EVERYWHERE, each));
            store(places);
        }
    }

    /** The candidate as its server was spoken to last, for one that was stored without its authority. */
    public synchronized Database.External restored(Database.External stored) {
        Optional<Path> kept = Optional.ofNullable(book.read().get(place(stored)))
                .filter(trust -> trust.kind() == Kind.GIVEN).map(trust -> files.path(trust.file()));
        return stored.sslMode().checksCertificate() && stored.authority().isEmpty()
                ? stored.with(stored.sslMode(), kept)
                : stored;
    }

    /**
     * Why this candidate cannot be used beside the other servers in use, as far as certificates go; asks its server and
     * changes nothing.
     */
    public synchronized Optional<Problem> conflict(Database.External candidate) {
        Map<String, Trust> others = book.read();
        others.remove(place(candidate));
        if (candidate.sslMode().checksCertificate()) {
            return others.entrySet().stream().filter(other -> other.getValue().kind() == Kind.UNKNOWN).findFirst()
                    .map(other -> TrustProblems.wouldLose(other.getKey(), candidate));
        }
        boolean checked = others.values().stream().anyMatch(trust -> trust.kind().checks());
        return checked && judge(candidate, others).filter(trust -> trust.kind() == Kind.UNKNOWN).isPresent()
                ? Optional.of(TrustProblems.unknown(candidate))
                : Optional.empty();
    }

    /**
     * The candidate as Mathesar is to connect to it, with the file composed for that. Its mode's
     * {@link SslMode#libpq() word} is what PGSSLMODE and Mathesar's methods are given. Look at {@link #conflict} first.
     */
    public synchronized Database.External protect(Database.External candidate) {
        Map<String, Trust> places = book.read();
        places.remove(place(candidate));
        told.add(place(candidate));
        Database.External used = candidate;
        if (candidate.sslMode().checksCertificate()) {
            Optional<Path> kept = candidate.authority().map(files::kept);
            places.put(place(candidate), kept.map(file -> new Trust(Kind.GIVEN, file.getFileName().toString()))
                    .orElse(new Trust(Kind.SYSTEM, "")));
            used = candidate.with(candidate.sslMode(), kept);
        } else {
            Optional<Trust> trust = judge(candidate, places);
            if (trust.isPresent() && (candidate.sslMode() == SslMode.REQUIRE || takesTls(candidate))) {
                places.put(place(candidate), trust.get());
                used = candidate.with(SslMode.REQUIRE, Optional.empty());
            }
        }
        store(places);
        return used;
    }

    /**
     * How Mathesar is to go on with a server that it knows already.
     *
     * @param problem why it cannot be reached any more; empty where it can
     */
    public record Settled(SslMode mode, Optional<Problem> problem) {}

    /** Looks at a server that Mathesar was connected to without the launcher, and keeps it as {@link #protect} does. */
    public synchronized Settled settle(String host, int port, SslMode mode) {
        Map<String, Trust> places = book.read();
        Optional<Trust> before = Optional.ofNullable(places.remove(place(host, port)));
        Database.External server = new Database.External(host, port, "", "", new Secret(""), mode);
        if (mode.checksCertificate() || before.filter(trust -> trust.kind().checks()).isPresent()) {
            return new Settled(mode, Optional.empty());
        }
        Optional<Trust> trust = judge(server, places);
        if (trust.isEmpty()) {
            return new Settled(mode, Optional.empty());
        }
        boolean checked = places.values().stream().anyMatch(other -> other.kind().checks());
        places.put(place(host, port), trust.get());
        if (!trust.equals(before)) {
            store(places);
        }
        return new Settled(SslMode.REQUIRE, checked && trust.get().kind() == Kind.UNKNOWN
                ? Optional.of(TrustProblems.unknown(server))
                : Optional.empty());
    }

    /**
     * Forgets all servers but these, each as {@link #place} names it, and those that this run was told of: they may be
     * on the way to being used.
     */
    public synchronized void keepOnly(List<String> used) {
        Map<String, Trust> places = book.read();
        if (places.keySet().removeIf(place -> !place.equals(EVERYWHERE) && !used.contains(place)
                && !told.contains(place))) {
            store(places);
        }
    }

    /** How a server is named to {@link #keepOnly}. */
    public static String place(String host, int port) {
        return host + ":" + port;
    }

    private static String place(Database.External candidate) {
        return place(candidate.host(), candidate.port());
    }

    /** What is to be trusted for a server that is not to be checked; empty where it offers no TLS at all. */
    private Optional<Trust> judge(Database.External candidate, Map<String, Trust> others) {
        if (candidate.sslMode() == SslMode.DISABLE || candidate.host().startsWith("/")) {
            return Optional.empty();
        }
        return PresentedChain.of(candidate.host(), candidate.port(), LOOK).map(chain -> {
            Optional<X509Certificate> known = new Anchors(given(others)).endOf(chain, clock.instant())
                    .or(() -> Anchors.system(clock.instant()).endOf(chain, clock.instant()));
            return known.or(() -> Optional.of(chain.server()).filter(this::vouchesForItselfOnly))
                    .map(each -> new Trust(Kind.PRESENTED, files.presented(each))).orElse(new Trust(Kind.UNKNOWN, ""));
        });
    }

    /** OpenSSL takes such a certificate for nobody else's issuer. */
    private boolean vouchesForItselfOnly(X509Certificate server) {
        boolean[] usage = server.getKeyUsage();
        return AuthorityPem.isValid(server, clock.instant()) && server.getVersion() == 3
                && !AuthorityPem.isAuthority(server) && AuthorityPem.isSelfSigned(server)
                && (usage == null || !usage[5]);
    }

    /** Some roles are let in without TLS only, on a server that offers it to others. */
    private static boolean takesTls(Database.External candidate) {
        try (Connection _ = candidate.with(SslMode.REQUIRE, Optional.empty()).connect(TRY)) {
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private List<X509Certificate> given(Map<String, Trust> places) {
        return places.values().stream().filter(trust -> trust.kind() == Kind.GIVEN).map(Trust::file).distinct()
                .flatMap(files::certificates).toList();
    }

    private void store(Map<String, Trust> places) {
        book.write(places);
        files.compose(places);
    }
}
