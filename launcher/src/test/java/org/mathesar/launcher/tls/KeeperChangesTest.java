package org.mathesar.launcher.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mathesar.launcher.tls.KeeperBench.ADDRESS;
import static org.mathesar.launcher.tls.KeeperBench.DOMAIN;
import static org.mathesar.launcher.tls.KeeperBench.TWO_ADDRESSES;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.tls.IssueFailed.Kind;
import org.mathesar.launcher.tls.RungStatus.Phase;

/** Wishes that change, identifiers that fail, rehearsals. */
class KeeperChangesTest {
    private static final Subject OTHER_DOMAIN = new Subject(Rung.DOMAIN, List.of("other.example.org"));
    private static final String IPV6 = "2001:db8::7";

    @TempDir
    private Path directory;

    @Test
    void anotherDomainIsOrderedAndTheOldOneNoLongerServed() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(DOMAIN);
        bench.turn();
        bench.wanting(OTHER_DOMAIN).turn();
        assertEquals(OTHER_DOMAIN, bench.authority.orders().getLast().subject());
        assertEquals(bench.store.load(OTHER_DOMAIN).orElseThrow().leaf(), presented(bench, "other.example.org"));
        assertEquals(bench.selfSigned.leaf(), presented(bench, "mathesar.example.org"));
    }

    @Test
    void aDomainIsServedUntilTheOneThatFollowsItHasItsCertificate() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(DOMAIN);
        bench.turn();
        bench.authority.always(Optional.of(LocalAuthority.failing(IssueFailed.Kind.VALIDATION)));
        bench.wanting(OTHER_DOMAIN).turn();
        assertEquals(bench.store.load(DOMAIN).orElseThrow().leaf(), presented(bench, "mathesar.example.org"));
        assertEquals(Set.of("mathesar.example.org"), bench.serving.names());
        bench.authority.always(Optional.empty());
        bench.live(Duration.ofMinutes(10), Duration.ofMinutes(1));
        assertEquals(Set.of("other.example.org"), bench.serving.names());
        bench.wanting().turn();
        assertEquals(Set.of(), bench.serving.names(), "a domain that is given up is not served on");
    }

    @Test
    void aDomainThatComesBackIsServedWithoutAnOrder() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(DOMAIN);
        bench.turn();
        bench.wanting(OTHER_DOMAIN).turn();
        bench.wanting(DOMAIN).turn();
        assertEquals(2, bench.authority.orders().size());
        assertEquals(bench.store.load(DOMAIN).orElseThrow().leaf(), presented(bench, "mathesar.example.org"));
    }

    @Test
    void aDomainGivenUpFallsBack() throws Exception {
        KeeperBench bench = new KeeperBench(directory).wanting(DOMAIN, ADDRESS);
        bench.turn();
        bench.wanting(ADDRESS).turn();
        assertEquals(bench.serving.fallback().leaf(), presented(bench, "mathesar.example.org"));
        assertEquals(1, bench.keeper.status().size());
    }

    @Test
    void aFurtherAddressIsOrderedAndTheOldCertificateServedMeanwhile() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(ADDRESS);
        bench.turn();
        HostCertificate old = bench.serving.fallback();
        bench.authority.then(LocalAuthority.failing(Kind.UNREACHABLE));
        bench.wanting(TWO_ADDRESSES).turn();
        assertEquals(old, bench.serving.fallback());
        bench.live(Duration.ofMinutes(2), Duration.ofMinutes(1));
        assertTrue(CertificateStore.covers(bench.serving.fallback(), TWO_ADDRESSES.identifiers()));
        assertEquals(Optional.empty(), bench.authority.orders().getLast().replaces(), "other names replace nothing");
    }

    @Test
    void addressesThatFailedAreLeftOutAtOnceForADay() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(TWO_ADDRESSES);
        bench.authority.always(Optional.of(LocalAuthority.refusing(Set.of(IPV6))));
        bench.turn();
        assertEquals(List.of(TWO_ADDRESSES, ADDRESS),
                bench.authority.orders().stream().map(LocalAuthority.Order::subject).toList());
        assertFalse(bench.servesSelfSigned());
        assertEquals(Phase.SERVED, bench.status(Rung.ADDRESS).phase());
        assertTrue(bench.status(Rung.ADDRESS).failure().isPresent(), "the owner sees that one is missing");
        bench.live(Duration.ofHours(23), Duration.ofHours(1));
        assertEquals(2, bench.authority.orders().size());
        bench.authority.always(Optional.empty());
        bench.live(Duration.ofHours(2), Duration.ofHours(1));
        assertEquals(3, bench.authority.orders().size());
        assertTrue(CertificateStore.covers(bench.serving.fallback(), TWO_ADDRESSES.identifiers()));
        assertEquals(Optional.empty(), bench.status(Rung.ADDRESS).failure());
    }

    @Test
    void anAddressThatGoesOnFailingIsTriedOnceADay() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(TWO_ADDRESSES);
        bench.authority.lifetime(Duration.ofDays(90))
                .always(Optional.of(LocalAuthority.refusing(Set.of(IPV6))));
        bench.turn();
        bench.live(Duration.ofDays(10), Duration.ofHours(1));
        int orders = bench.authority.orders().size();
        assertTrue(orders >= 8 && orders <= 12, orders + " orders");
    }

    @Test
    void whenAllAddressesFailNoneIsLeftOut() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(TWO_ADDRESSES);
        bench.authority.always(Optional.of(LocalAuthority.refusing(Set.copyOf(TWO_ADDRESSES.identifiers()))));
        bench.turn();
        assertEquals(1, bench.authority.orders().size());
        assertTrue(bench.status(Rung.ADDRESS).nextTry().isPresent());
    }

    @Test
    void aDomainsFirstOrderIsRehearsedOnce() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).rehearsing().wanting(DOMAIN, ADDRESS);
        bench.turn();
        assertEquals(List.of(DOMAIN), bench.stage.orders().stream().map(LocalAuthority.Order::subject).toList());
        assertEquals(List.of(DOMAIN), bench.stage.settled());
        assertEquals(List.of(DOMAIN, ADDRESS),
                bench.authority.orders().stream().map(LocalAuthority.Order::subject).toList());
        bench.clock.advance(Duration.ofDays(40));
        bench.restart();
        bench.turn();
        assertEquals(1, bench.stage.orders().size());
        assertEquals(4, bench.authority.orders().size());
    }

    @Test
    void aRehearsalThatSucceededIsNotRepeatedWhenTheRealOrderFails() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).rehearsing().wanting(DOMAIN);
        bench.authority.then(LocalAuthority.failing(Kind.UNREACHABLE));
        bench.turn();
        bench.restart();
        bench.live(Duration.ofMinutes(2), Duration.ofMinutes(1));
        assertEquals(1, bench.stage.orders().size());
        assertEquals(2, bench.authority.orders().size());
    }

    @Test
    void aRehearsalThatFailsSparesTheRealOrderAndShowsWhy() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).rehearsing().wanting(DOMAIN);
        bench.stage.always(Optional.of(LocalAuthority.failing(Kind.VALIDATION)));
        bench.turn();
        bench.live(Duration.ofHours(12), Duration.ofMinutes(5));
        assertEquals(List.of(), bench.authority.orders());
        assertTrue(bench.stage.orders().size() >= 4, "it is rehearsed again");
        bench.restart();
        bench.turn();
        assertTrue(bench.status(Rung.DOMAIN).failure().orElseThrow().problem().summary().contains("VALIDATION"));
        assertEquals(Phase.WAITING, bench.status(Rung.DOMAIN).phase());
    }

    @Test
    void aStageThatIsClosedDoesNotKeepTheDomainWaitingForLong() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).rehearsing().wanting(DOMAIN);
        bench.stage.always(Optional.of(LocalAuthority.failing(Kind.UNREACHABLE)));
        bench.turn();
        bench.live(Duration.ofMinutes(5), Duration.ofMinutes(1));
        assertEquals(List.of(), bench.authority.orders());
        bench.live(Duration.ofMinutes(20), Duration.ofMinutes(1));
        assertEquals(3, bench.stage.orders().size());
        assertEquals(1, bench.authority.orders().size());
        assertEquals(Phase.SERVED, bench.status(Rung.DOMAIN).phase());
    }

    @Test
    void theOwnerWhoHasMendedTheCauseDoesNotWait() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(DOMAIN);
        bench.authority.then(LocalAuthority.failing(Kind.REFUSED));
        bench.turn();
        bench.turn();
        assertEquals(1, bench.authority.orders().size());
        bench.keeper.tryNow();
        bench.turn();
        assertEquals(2, bench.authority.orders().size());
        assertEquals(Phase.SERVED, bench.status(Rung.DOMAIN).phase());
    }

    @Test
    void aFailedRenewalTakesNothingAway() throws InterruptedException {
        KeeperBench bench = new KeeperBench(directory).wanting(DOMAIN, ADDRESS);
        bench.turn();
        HostCertificate served = bench.serving.fallback();
        bench.authority.always(Optional.of(LocalAuthority.failing(Kind.REFUSED)));
        bench.live(Duration.ofDays(6), Duration.ofMinutes(30));
        assertEquals(served, bench.serving.fallback());
        assertEquals(Phase.SERVED, bench.status(Rung.DOMAIN).phase());
        assertTrue(bench.status(Rung.DOMAIN).failure().isPresent());
        assertTrue(bench.status(Rung.DOMAIN).nextTry().isPresent());
        bench.authority.always(Optional.empty());
        bench.live(Duration.ofHours(15), Duration.ofMinutes(30));
        assertEquals(Optional.empty(), bench.status(Rung.DOMAIN).failure());
        assertFalse(bench.servesSelfSigned());
    }

    private static java.security.cert.X509Certificate presented(KeeperBench bench, String name) throws Exception {
        return ServingKeyTest.presented(bench.serving.context(), name);
    }
}
