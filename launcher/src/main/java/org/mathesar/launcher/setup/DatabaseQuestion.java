package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.DatabaseCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines the existing server that the owner named for Mathesar's own data, one at a time, on a thread of its own: what
 * it finds is there to be shown at once. A newer answer takes the place of one that is still examined.
 */
public final class DatabaseQuestion implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseQuestion.class);

    private final Diagnosis diagnosis;
    private final Home home;
    private Optional<Examination> current = Optional.empty();

    /** Makes a role and a database for Mathesar with the rights of another role. */
    public interface Home {
        /** @throws ProblemException where the role may not, or the server refuses */
        Database.External make(Database.External administrator) throws InterruptedException;
    }

    public DatabaseQuestion(Diagnosis diagnosis, Home home) {
        this.diagnosis = diagnosis;
        this.home = home;
    }

    /**
     * Begins to examine it.
     *
     * @param prepare whether this role is to make the role and the database that Mathesar then uses
     * @param whenGood told the database once nothing is wrong with it, unless the owner has answered otherwise since
     */
    synchronized void examine(Database.External candidate, boolean prepare, Consumer<Database.External> whenGood) {
        forget();
        Examination examination = new Examination(candidate, prepare, whenGood);
        current = Optional.of(examination);
        examination.thread = Thread.ofVirtual().name("database-check").start(examination::run);
    }

    /** What is examined now, or was in vain. */
    synchronized Optional<DatabaseCheck> check() {
        return current.map(Examination::seen);
    }

    /** The owner chose otherwise. */
    synchronized void forget() {
        current.ifPresent(examination -> examination.thread.interrupt());
        current = Optional.empty();
    }

    /** Hands the good one over, if it still counts. */
    private synchronized void good(Examination examination, Database.External database) {
        if (current.filter(examination::equals).isPresent()) {
            examination.whenGood.accept(database);
            current = Optional.empty();
        }
    }

    @Override
    public void close() {
        Optional<Thread> running;
        synchronized (this) {
            running = current.map(examination -> examination.thread);
            forget();
        }
        running.ifPresent(thread -> {
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private final class Examination {
        private final Database.External candidate;
        private final boolean prepare;
        private final Consumer<Database.External> whenGood;
        private final List<Finding> findings = new ArrayList<>();
        private boolean ended;
        private volatile Thread thread = Thread.currentThread();

        Examination(Database.External candidate, boolean prepare, Consumer<Database.External> whenGood) {
            this.candidate = candidate;
            this.prepare = prepare;
            this.whenGood = whenGood;
        }

        void run() {
            try {
                Optional<Database.External> usable = prepare ? prepared() : asItIs(candidate, this::found);
                usable.ifPresentOrElse(database -> good(this, database), this::end);
            } catch (ProblemException e) {
                fail(Step.PRIVILEGES, e.problem());
            } catch (RuntimeException e) {
                fail(Step.DETAILS, Problem.Unexpected.told("The check itself failed.", e, LOG));
            } catch (InterruptedException _) {
                end();
            }
        }

        private Optional<Database.External> asItIs(Database.External database, Consumer<Finding> live)
                throws InterruptedException {
            Report report = diagnosis.check(database, Purpose.OWN_DATA, live);
            return report.isUsable() ? Optional.of(database) : Optional.empty();
        }

        /** What is made is examined like any other, though only what is wrong with it is worth a second line. */
        private Optional<Database.External> prepared() throws InterruptedException {
            if (!diagnosis.check(candidate, Purpose.WORK, this::found).isUsable()) {
                return Optional.empty();
            }
            return asItIs(home.make(candidate), finding -> {
                if (finding.verdict() == Verdict.BAD) {
                    found(finding);
                }
            });
        }

        private void fail(Step step, Problem problem) {
            found(new Finding(step, Verdict.BAD, problem.summary(), Optional.of(problem), Duration.ZERO));
            end();
        }

        private void found(Finding finding) {
            synchronized (DatabaseQuestion.this) {
                findings.add(finding);
            }
        }

        private void end() {
            synchronized (DatabaseQuestion.this) {
                ended = true;
            }
        }

        DatabaseCheck seen() {
            return new DatabaseCheck(candidate.display(), findings, ended);
        }
    }
}
