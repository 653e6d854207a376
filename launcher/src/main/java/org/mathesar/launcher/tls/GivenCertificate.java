package org.mathesar.launcher.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;
import org.mathesar.launcher.tls.OwnCertificate.Usable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner's own certificate as given in the browser; kept in the data directory as {@code certificates/own.pem}. */
public final class GivenCertificate {
    private static final String NAME = "own";
    private static final Logger LOG = LoggerFactory.getLogger(GivenCertificate.class);

    private final PemFiles files;
    private final InstantSource clock;
    private volatile Optional<HostCertificate> current = Optional.empty();
    private volatile Optional<Problem> damage = Optional.empty();

    /** Loads what was given before; a damaged file is put aside and told by {@link #problem}, never an obstacle. */
    public GivenCertificate(DataDirectory data, InstantSource clock) {
        this.files = new PemFiles(data);
        this.clock = clock;
        try {
            current = files.load(NAME);
            if (current.isEmpty() && Files.exists(file())) {
                Files.move(file(), aside(), StandardCopyOption.REPLACE_EXISTING);
                LOG.warn("The file {} was damaged and is now {}.", file(), aside());
            }
            if (current.isEmpty() && Files.exists(aside())) {
                damage = Optional.of(new Problem.Fixable(
                        "The certificate that you gave could not be read any more; it was put aside as " + aside()
                                + ".",
                        "Give the certificate and its key again, or go back to the launcher's own certificates."));
            }
        } catch (ProblemException e) {
            damage = Optional.of(e.problem());
        } catch (IOException e) {
            damage = Optional.of(unwritable(e));
        }
    }

    /**
     * Keeps this certificate, if it is usable now; else all stays as it was.
     *
     * @throws ProblemException when it cannot be stored; all stays as it was, too
     */
    public synchronized OwnCertificate give(String chain, String key) {
        OwnCertificate read = OwnCertificate.read(chain, key, clock.instant());
        switch (read) {
            case Usable usable -> {
                files.save(NAME, usable.certificate());
                current = Optional.of(usable.certificate());
                damage = Optional.empty();
                removeAside();
            }
            case Unusable _ -> {
                // The caller tells the owner why.
            }
        }
        return read;
    }

    /** What was given and not forgotten, also when it has expired. */
    public Optional<HostCertificate> current() {
        return current;
    }

    /** That it was damaged, ends soon or has ended. */
    public Optional<Problem> problem() {
        return damage.or(() -> current.flatMap(held -> Validity.warning(held, clock.instant())));
    }

    /** Removes certificate and key. */
    public synchronized void forget() {
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(aside());
        } catch (IOException e) {
            throw new ProblemException(unwritable(e), e);
        }
        current = Optional.empty();
        damage = Optional.empty();
    }

    private void removeAside() {
        try {
            Files.deleteIfExists(aside());
        } catch (IOException e) {
            LOG.warn("The damaged file {} could not be removed: {}", aside(), e.toString());
        }
    }

    private Problem unwritable(IOException e) {
        return new Problem.Fixable("The file " + file() + " cannot be written.",
                "Give its directory to the user that runs the launcher.", e.toString());
    }

    private Path file() {
        return files.file(NAME);
    }

    private Path aside() {
        Path file = file();
        return file.resolveSibling(file.getFileName() + ".damaged");
    }
}
