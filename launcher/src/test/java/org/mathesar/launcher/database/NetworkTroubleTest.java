package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.Secret;

/** A real network with real faults, between this machine and another that is made for the test. */
@Tag("databases")
class NetworkTroubleTest {
    private static final InetAddress EGRESS = InetAddress.ofLiteral("203.0.113.7");
    private static final String PASSWORD = "never to be seen";
    private static FarMachine far;

    @BeforeAll
    static void make() throws Exception {
        far = FarMachine.make();
    }

    @AfterAll
    static void remove() throws Exception {
        if (far != null) {
            far.close();
        }
    }

    @Test
    void aFirewallThatDropsIsToldWithTheAddressToLetIn() throws Exception {
        Problem problem = problem(far.ipv4().getHostAddress(), FarMachine.DROPPED, Step.REACH);
        assertEquals(far.ipv4().getHostAddress() + " does not answer on port 5001.", problem.summary());
        assertTrue(problem.advice().contains("let this machine (203.0.113.7) through the firewall"), problem.advice());
        assertTrue(problem.detail().startsWith(far.ipv4().getHostAddress() + " does not answer after "),
                problem.detail());
    }

    @Test
    void aFirewallThatRejectsIsToldApartFromAClosedPort() throws Exception {
        Problem rejected = problem(far.ipv4().getHostAddress(), FarMachine.PROHIBITED, Step.REACH);
        assertEquals("The network turns connections to port 5002 of " + far.ipv4().getHostAddress() + " away.",
                rejected.summary());
        assertTrue(rejected.advice().contains("let this machine (203.0.113.7) through"), rejected.advice());
        for (int port : new int[]{FarMachine.RESET, FarMachine.CLOSED}) {
            assertEquals("Nothing listens on port " + port + " of " + far.ipv4().getHostAddress() + ".",
                    problem(far.ipv4().getHostAddress(), port, Step.REACH).summary());
        }
    }

    @Test
    void rejectionsComeByIpv6AsWell() throws Exception {
        String host = far.ipv6().getHostAddress();
        assertEquals("The network turns connections to port 5002 of " + host + " away.",
                problem(host, FarMachine.PROHIBITED, Step.REACH).summary());
        assertEquals("Nothing listens on port 5004 of " + host + ".",
                problem(host, FarMachine.CLOSED, Step.REACH).summary());
    }

    @Test
    void anAddressThatNobodyHas() throws Exception {
        assertEquals("The network turns connections to port 5432 of " + far.nobody() + " away.",
                problem(far.nobody(), 5432, Step.REACH).summary());
    }

    @Test
    void noWayAndAForbiddenOneAreThisMachinesOwnMatter() throws Exception {
        assertEquals("This machine has no way to " + far.withoutRoute() + ".",
                problem(far.withoutRoute(), 5432, Step.REACH).summary());
        assertEquals("A rule of this machine's own firewall or routing forbids connections to " + far.forbidden()
                + ".", problem(far.forbidden(), 5432, Step.REACH).summary());
    }

    @Test
    void aNameWithAnIpv6AddressOnlyThatCannotBeReached() throws Exception {
        Diagnosis diagnosis = diagnosis(_ -> List.of(far.ipv6()));
        Problem problem = problem(diagnosis, at("db.example.org", FarMachine.DROPPED), Step.REACH);
        assertEquals("db.example.org has only an IPv6 address, and this machine cannot reach it.", problem.summary());
        Problem supabase = problem(diagnosis, new Database.External("db.abcdefghijklmnopqrst.supabase.co",
                FarMachine.DROPPED, "postgres", "postgres", new Secret(PASSWORD), SslMode.REQUIRE), Step.REACH);
        assertTrue(supabase.advice().contains("Use the session pooler"), supabase.advice());
        assertTrue(supabase.advice().contains("pooler.supabase.com:5432"), supabase.advice());
    }

    @Test
    void aDeadAddressBesideALivingOneCostsNothingButANote() throws Exception {
        Database.External alive = TestPostgres.shared().createDatabase(PASSWORD);
        Diagnosis diagnosis = diagnosis(_ -> List.of(InetAddress.ofLiteral(far.nobody()), far.ipv6(), far.ipv4(),
                InetAddress.getLoopbackAddress()));
        Report report = diagnosis.check(new Database.External("db.example.org", alive.port(), alive.name(),
                alive.user(), alive.password(), SslMode.PREFER), Purpose.OWN_DATA, _ -> {});
        assertTrue(report.isUsable(), report.toString());
        Finding reach = finding(report, Step.REACH);
        assertEquals(Verdict.NOTE, reach.verdict());
        assertTrue(reach.sentence().contains("The address " + far.nobody() + " of the same name does not answer"),
                reach.sentence());
    }

    @Test
    void nameServersThatAreSilentOrSayNoAreToldApart() throws Exception {
        assertEquals("The host name db.example.org is not known here.", problem(diagnosis(host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        }), at("db.example.org", 5432), Step.NAME).summary());
        assertEquals("The name db.example.org exists, but has no address that this machine can use.",
                problem(diagnosis(host -> {
                    throw new UnknownHostException(host + ": No address associated with hostname");
                }), at("db.example.org", 5432), Step.NAME).summary());
        String silent = "The name db.example.org could not be looked up, since this machine's name servers do not"
                + " answer.";
        assertEquals(silent, problem(diagnosis(host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        }), at("db.example.org", 5432), Step.NAME).summary());
        assertEquals(silent, problem(diagnosis(_ -> {
            Thread.sleep(Duration.ofMinutes(1));
            return List.of();
        }), at("db.example.org", 5432), Step.NAME).summary());
    }

    private static Database.External at(String host, int port) {
        return new Database.External(host, port, "library", "ada", new Secret(PASSWORD), SslMode.PREFER);
    }

    private interface SlowResolver {
        List<InetAddress> addresses(String host) throws Exception;
    }

    private static Diagnosis diagnosis(SlowResolver resolver) {
        return new Diagnosis(false, Optional::empty, () -> List.of(EGRESS), host -> {
            try {
                return resolver.addresses(host);
            } catch (UnknownHostException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, InstantSource.system());
    }

    private static Problem problem(String host, int port, Step step) throws Exception {
        return problem(diagnosis(Resolver.SYSTEM::addresses), at(host, port), step);
    }

    private static Problem problem(Diagnosis diagnosis, Database.External candidate, Step step) throws Exception {
        long began = System.nanoTime();
        Report report = diagnosis.check(candidate, Purpose.OWN_DATA, _ -> {});
        // The promise of the class, and so no matter of this machine's speed.
        assertTrue(Duration.ofNanos(System.nanoTime() - began).compareTo(Duration.ofSeconds(15)) < 0);
        assertEquals(step, report.findings().getLast().step(), report.toString());
        assertTrue(!report.toString().contains(PASSWORD));
        return report.problem().orElseThrow();
    }

    private static Finding finding(Report report, Step step) {
        return report.findings().stream().filter(finding -> finding.step() == step).findFirst().orElseThrow();
    }
}
