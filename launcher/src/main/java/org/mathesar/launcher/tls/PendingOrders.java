package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Orders that were placed and whose certificates nobody has stored yet, one for each rung, with their keys. */
final class PendingOrders {
    private static final Logger LOG = LoggerFactory.getLogger(PendingOrders.class);

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
        return text(file(subject.rung())).flatMap(PendingOrders::parse)
                .filter(pending -> pending.identifiers.equals(subject.identifiers()));
    }

    private Optional<String> text(Path file) {
        try {
            return data.read(file);
        } catch (ProblemException e) {
            LOG.warn("{} The order is made anew.", e.problem().summary());
            return Optional.empty();
        }
    }

    /** Remembers the order instead of any other one of the rung. */
    void save(Subject subject, Pending pending) {
        data.write(file(subject.rung()), "order=" + pending.location + "\nidentifiers="
                + String.join(" ", pending.identifiers) + "\nkey="
                + EcKeyPair.pem(pending.key).replace("\n", "\\n") + "\n");
    }

    /** Forgets the order of exactly this subject. Works on a full disk too. */
    void drop(Subject subject) {
        if (load(subject).isPresent()) {
            try {
                Files.deleteIfExists(file(subject.rung()));
            } catch (IOException e) {
                // An order that is picked up although it is over does no harm: it is looked at and dropped again.
                LOG.warn("the order for {} could not be removed: {}", subject.identifiers(), e.toString());
            }
        }
    }

    private Path file(Rung rung) {
        return data.directory("acme", authority.fileName())
                .resolve("order-" + rung.name().toLowerCase(Locale.ROOT) + ".properties");
    }

    private static Optional<Pending> parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
            return Optional.of(new Pending(new URI(properties.getProperty("order", "")).toURL(),
                    List.of(properties.getProperty("identifiers", "").split(" ")),
                    EcKeyPair.parse(properties.getProperty("key", ""))));
        } catch (IOException | IllegalArgumentException | GeneralSecurityException | URISyntaxException _) {
            return Optional.empty();
        }
    }
}
