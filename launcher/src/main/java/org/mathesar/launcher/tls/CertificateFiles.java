package org.mathesar.launcher.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;
import org.mathesar.launcher.tls.OwnCertificate.Usable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner's own certificate in two files that others write. It looks at what they hold every five seconds, through
 * links too, and never gives up a certificate that it has for one that is worse.
 */
public final class CertificateFiles implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** Two files cannot be replaced at once; so long nobody is told that they do not fit. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    private final FilePair files;
    private final InstantSource clock;
    private final Consumer<HostCertificate> onChange;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread loop = Thread.ofVirtual().name("certificate files").unstarted(this::run);
    private volatile HostCertificate current;
    private volatile Optional<Trouble> trouble = Optional.empty();
    private String settled;
    private String lastSeen = "";

    /** What keeps a change from being taken, and since when. */
    private record Trouble(Problem problem, Instant since, boolean told) {}

    /**
     * Reads the files.
     *
     * @param onChange gets each certificate that comes later, on the thread that looks
     * @throws ProblemException naming setting and file when there is no certificate in them that can be served; an
     *         expired one can
     */
    public CertificateFiles(Path certificate, Path key, InstantSource clock, Consumer<HostCertificate> onChange) {
        this(certificate, key, clock, onChange, INTERVAL);
    }

    CertificateFiles(Path certificate, Path key, InstantSource clock, Consumer<HostCertificate> onChange,
            Duration interval) {
        this.files = new FilePair(certificate, key);
        this.clock = clock;
        this.onChange = Objects.requireNonNull(onChange);
        this.interval = interval;
        FilePair.Texts texts = files.read();
        switch (texts.judged()) {
            case Usable usable -> {
                take(usable);
                settled = texts.digest();
                Validity.warning(current, clock.instant()).ifPresent(CertificateFiles::warn);
            }
            case Unusable unusable -> throw new ProblemException(files.placed(unusable));
        }
    }

    /** Begins to look for changes. */
    public void start() {
        loop.start();
    }

    /** What is to be served now. */
    public HostCertificate current() {
        return current;
    }

    /** Why a change is not taken since a minute, or that what is served ends soon or has ended. */
    public Optional<Problem> problem() {
        return trouble.filter(Trouble::told).map(Trouble::problem)
                .or(() -> Validity.warning(current, clock.instant()));
    }

    private void run() {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    LOG.error("a look at the certificate files failed", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. A change is taken when two looks in a row saw the same, so that no half-written file is. */
    void turn() {
        try {
            FilePair.Texts texts = files.read();
            if (texts.digest().equals(settled)) {
                over();
            } else if (texts.digest().equals(lastSeen)) {
                consider(texts);
            }
            lastSeen = texts.digest();
        } catch (ProblemException e) {
            lastSeen = "";
            keep(e.problem());
        }
    }

    private void consider(FilePair.Texts texts) {
        switch (texts.judged()) {
            case Usable usable -> {
                Optional<Problem.Fixable> refused = Validity.refusal(usable.certificate(), clock.instant());
                if (refused.isPresent() && Validity.refusal(current, clock.instant()).isEmpty()) {
                    keep(refused.get());
                } else {
                    take(usable);
                    // Only now, so that a receiver that failed is asked again.
                    onChange.accept(current);
                    settled = texts.digest();
                }
            }
            case Unusable unusable -> keep(files.placed(unusable));
        }
    }

    private void take(Usable usable) {
        current = usable.certificate();
        over();
        LOG.info("The certificate in {} is served: {}, until {}.", files.certificate(),
                String.join(", ", usable.names()), current.expiry());
        usable.warnings().forEach(warning -> LOG.warn("{}", warning));
        files.exposure().ifPresent(warning -> LOG.warn("{}", warning));
    }

    private void keep(Problem problem) {
        Problem kept = new Problem.Fixable(problem.summary(),
                problem.advice() + " Until then the certificate that was there before is served.", problem.detail());
        Optional<Trouble> before = trouble;
        Instant now = clock.instant();
        Instant since = before.map(Trouble::since).orElse(now);
        boolean told = !now.isBefore(since.plus(PATIENCE));
        trouble = Optional.of(new Trouble(kept, since, told));
        if (told && before.filter(known -> known.told() && known.problem().equals(kept)).isEmpty()) {
            warn(kept);
        }
    }

    private void over() {
        trouble = Optional.empty();
    }

    private static void warn(Problem problem) {
        LOG.warn("{} {}", problem.summary(), problem.advice());
    }

    /** Tells the loop to end; it does so within a moment. */
    @Override
    public void close() {
        closed.countDown();
        loop.interrupt();
    }
}
