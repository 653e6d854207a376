package org.mathesar.launcher.tls;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.mathesar.launcher.pebble.Pebble;
import org.mathesar.launcher.storage.DataDirectory;

/** What one launcher has: a data directory, challenges and a count of its orders. Issuers come and go as launchers do. */
final class AcmeDesk {
    static final Function<Subject, List<ChallengeKind>> TLS_ONLY = _ -> List.of(ChallengeKind.TLS_ALPN_01);
    static final Function<Subject, List<ChallengeKind>> HTTP_ONLY = _ -> List.of(ChallengeKind.HTTP_01);

    final DataDirectory data;
    final Challenges challenges = new Challenges();
    final AtomicInteger orders = new AtomicInteger();
    private final Path caFile;

    AcmeDesk(Path directory, Pebble pebble) {
        data = DataDirectory.open(directory, false);
        caFile = pebble.caFile();
    }

    AcmeIssuer issuer(URI directory) {
        return issuer(directory, _ -> AcmeIssuer.HTTP_FIRST);
    }

    AcmeIssuer issuer(URI directory, Function<Subject, List<ChallengeKind>> kinds) {
        return issuer(new AcmeAuthority(directory, Optional.of(caFile), Optional.empty()), kinds);
    }

    AcmeIssuer issuer(AcmeAuthority authority) {
        return issuer(authority, _ -> AcmeIssuer.HTTP_FIRST);
    }

    AcmeIssuer issuer(AcmeAuthority authority, Function<Subject, List<ChallengeKind>> kinds) {
        return issuer(authority, kinds, _ -> {
        });
    }

    AcmeIssuer issuer(AcmeAuthority authority, Function<Subject, List<ChallengeKind>> kinds, BeforeOrder also) {
        return new AcmeIssuer(authority, data, challenges, subject -> {
            orders.incrementAndGet();
            also.about(subject);
        }, InstantSource.system(), "test", kinds);
    }

    static Subject addresses(String... addresses) {
        return new Subject(Rung.ADDRESS, List.of(addresses));
    }

    static Subject domain(String... names) {
        return new Subject(Rung.DOMAIN, List.of(names));
    }
}
