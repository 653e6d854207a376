package org.mathesar.launcher.tls;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.storage.DataDirectory;

/** Orders that were placed and whose certificates nobody has stored yet, one for each rung, with their keys. */
final class PendingOrders {
    private final DataDirectory data;
    private final AcmeAuthority authority;

    /** An order and the key that its certificate is for. */
    record Pending(URL location, List<String> identifiers, KeyPair key) {
        Pending {
            identifiers = List.copyOf(identifiers);
        }

        @Override
        public String toString() {
            return "Pending[" + location + " for " + identifiers + "]";
        }
    }

    PendingOrders(DataDirectory data, AcmeAuthority authority) {
        this.data = data;
        this.authority = authority;
    }

    /** The order of exactly this subject; a file that cannot be understood counts as none, since it can be ordered anew. */
    Optional<Pending> load(Subject subject) {
        return data.read(file(subject.rung())).flatMap(PendingOrders::parse)
                .filter(pending -> pending.identifiers.equals(subject.identifiers()));
    }

    /** Remembers the order instead of any other one of the rung. */
    void save(Subject subject, Pending pending) {
        data.write(file(subject.rung()), "order=" + pending.location + "\nidentifiers="
                + String.join(" ", pending.identifiers) + "\nkey="
                + EcKeyPair.pem(pending.key).replace("\n", "\\n") + "\n");
    }

    /** Forgets the order of exactly this subject. */
    void drop(Subject subject) {
        if (load(subject).isPresent()) {
            data.write(file(subject.rung()), "");
        }
    }

    private Path file(Rung rung) {
        return data.directory("acme", authority.fileName())
                .resolve("order-" + rung.name().toLowerCase(Locale.ROOT) + ".properties");
    }

    private static Optional<Pending> parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new java.io.StringReader(text));
            return Optional.of(new Pending(new URI(properties.getProperty("order", "")).toURL(),
                    List.of(properties.getProperty("identifiers", "").split(" ")),
                    EcKeyPair.parse(properties.getProperty("key", ""))));
        } catch (java.io.IOException | IllegalArgumentException | GeneralSecurityException | URISyntaxException _) {
            return Optional.empty();
        }
    }
}
