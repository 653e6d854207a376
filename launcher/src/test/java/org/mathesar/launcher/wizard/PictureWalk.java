package org.mathesar.launcher.wizard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.setup.SetupState;

/** Walks through the whole wizard, its mistakes and its problems, and photographs every page. */
record PictureWalk(WizardServer server, Walker walker) {
    private static final Problem UNREACHABLE = new Problem.Fixable("Nothing answers at db.example.org, port 5432.",
            "Check the host and the port, and whether the server’s firewall lets this machine in.",
            "org.postgresql.util.PSQLException: Connection to db.example.org:5432 refused.\n"
                    + "Check that the hostname and port are correct.");

    void claimAndAddress() {
        walker.open("claim");
        walker.photograph("01-claim");
        walker.fill("Setup code", "WRONG");
        walker.click("Claim this server");
        walker.photograph("02-claim-wrong");
        walker.claim();
        walker.photograph("03-address");
        walker.click("Continue");
    }

    void database() {
        walker.photograph("04-database");
        walker.page().getByLabel("An existing PostgreSQL server").check();
        walker.photograph("05-database-existing");
        walker.page().getByText("Where do I find the connection string?").click();
        walker.page().getByText("Give the parts one by one instead").click();
        walker.page().getByText("Encryption and certificates").click();
        walker.photograph("05-database-unfolded");
        walker.fill("Host", "db.example.org");
        walker.fill("Role name", "mathesar");
        walker.fill("Password", "hunter2hunter2");
        server.firstBoot.answerNext(new Outcome.Refused(List.of(new Message("port", "Enter a number up to 65535."),
                new Message("database", "Enter the name of the database."),
                new Message("authority", "The first block is not a certificate."))));
        walker.click("Continue");
        walker.photograph("06-database-mistakes");
        server.firstBoot.examineSlowly();
        walker.click("Continue");
        walker.sees("Looking at the database");
        server.firstBoot.examined(false, DatabaseScenes.findings());
        assertThat(walker.page().getByText("PostgreSQL 16.4 suits.")).isVisible();
        walker.photograph("07-database-examined");
        server.firstBoot.examined(true, DatabaseScenes.findings(DatabaseScenes.MISSING));
        walker.sees("Where Mathesar keeps its data");
        walker.photograph("07-database-refused");
        walker.page().getByText("Technical detail").click();
        walker.page().getByText("What was examined at").click();
        walker.photograph("07-database-refused-unfolded");
        walker.page().getByLabel("The bundled PostgreSQL").check();
        walker.click("Continue");
    }

    void administrator() {
        walker.photograph("08-administrator");
        walker.fill("Username", "ada");
        server.firstBoot.answerNext(
                new Outcome.Refused(List.of(new Message("password", "This password is entirely numeric."),
                        new Message("repeated", "The two passwords differ."))));
        walker.click("Install Mathesar");
        walker.photograph("09-administrator-mistakes");
        server.firstBoot.goOffline();
        walker.open("administrator");
        walker.photograph("10-administrator-offline");
        walker.giveAdministrator();
        walker.isAt("progress");
    }

    void installation() {
        server.firstBoot.say("mathesar-0.12.0.tar.gz, 41 % of 38 MB");
        assertThat(walker.page().getByText("41 % of 38 MB")).isVisible();
        walker.photograph("11-progress");
        server.firstBoot.finishTask();
        server.firstBoot.block(UNREACHABLE);
        walker.sees("The installation has stopped");
        walker.photograph("12-progress-blocked");
        walker.click("Try again");
        walker.sees("Installing Mathesar");
        server.firstBoot.forgetAdministrator();
        server.firstBoot.be(new SetupState.NeedsOwner(WizardServer.PLAN));
        walker.isAt("administrator");
        walker.photograph("13-administrator-again");
        server.firstBoot.giveSession("session0fmathesar");
        walker.giveAdministrator();
        walker.sees("Mathesar is ready");
        walker.photograph("14-done");
        walker.page().reload();
        walker.photograph("15-done-again");
    }
}
