package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mathesar.launcher.database.AuthorityPem.Reading;
import org.mathesar.launcher.database.TrustBook.Kind;
import org.mathesar.launcher.database.TrustBook.Trust;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/** The certificates that are kept, each under a name made from its content, and the file that libpq reads. */
record TrustFiles(DataDirectory data, Path directory, InstantSource clock) {

    Path path(String name) {
        return directory.resolve(name);
    }

    Path composed() {
        return path("trusted.pem");
    }

    /** Keeps what an owner gave. */
    Path given(AuthorityPem authority) {
        String text = authority.text();
        Path file = path("given-" + new Secret(text).fingerprint() + ".pem");
        if (!Files.exists(file)) {
            data.write(file, text);
        }
        return file;
    }

    /** Keeps what a server showed; answers the file's name. */
    String presented(X509Certificate certificate) {
        String text = new AuthorityPem(List.of(certificate)).text();
        Path file = directory.resolve("presented-" + new Secret(text).fingerprint() + ".pem");
        data.write(file, text);
        return file.getFileName().toString();
    }

    /** The certificates of any file, in one of ours. */
    Path kept(Path authority) {
        if (authority.startsWith(directory)) {
            return authority;
        }
        String text = data.read(authority).orElse("");
        return switch (AuthorityPem.read(text, clock.instant())) {
            case Reading.Usable(var certificates) -> given(certificates);
            case Reading.Unusable(String sentence) -> throw TrustProblems.unusable(authority, sentence);
        };
    }

    /** Those in one of our files that are valid now. */
    Stream<X509Certificate> certificates(String file) {
        return data.read(directory.resolve(file)).map(text -> AuthorityPem.read(text, clock.instant()))
                .filter(Reading.Usable.class::isInstance).map(Reading.Usable.class::cast).stream()
                .flatMap(usable -> usable.authority().certificates().stream());
    }

    /** A file that Mathesar's user cannot read would count as one that vouches for nobody; so it is readable first. */
    void compose(Map<String, Trust> places) {
        try {
            if (places.values().stream().noneMatch(trust -> trust.kind().checks())) {
                Files.deleteIfExists(composed());
                return;
            }
            StringBuilder text = new StringBuilder();
            places.values().stream().map(Trust::file).filter(name -> !name.isEmpty()).distinct().forEach(name -> text
                    .append(new AuthorityPem(certificates(name).toList()).textForLibpq()));
            if (places.values().stream().anyMatch(trust -> trust.kind() == Kind.SYSTEM)) {
                text.append(new AuthorityPem(Anchors.system(clock.instant()).certificates()).textForLibpq());
            }
            Path next = path("trusted.pem.next");
            data.write(next, text.toString());
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            Files.move(next, composed(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw TrustProblems.uncomposed(composed(), e);
        }
    }
}
