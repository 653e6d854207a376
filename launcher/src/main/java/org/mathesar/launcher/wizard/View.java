package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.setup.Addresses.Domain;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.setup.Addresses.Snapshot;

/** What one template shows. Public only because compiled templates live in a package of their own. */
public sealed interface View
        permits View.Claim, View.Address, View.Database, View.Watching, View.Administrator, View.Installation,
        View.Done, View.Notice, View.Arriving, AreaView {

    Frame frame();

    /**
     * @param claimed whether the server has an owner already
     * @param owner whether it is this visitor, who then only has to go on
     * @param code what the field holds
     */
    record Claim(Frame frame, boolean claimed, boolean owner, String code) implements View {}

    /**
     * @param address where this visitor reaches the server
     * @param fields what was typed
     * @param watching whether it reloads itself, and so must not hold anything that is being typed
     * @param next where the page leads without a form; empty while going on is an answer of first boot
     */
    record Address(Frame frame, String address, Snapshot now, Standing standing, AddressFields fields, boolean watching,
            Optional<Link> next) implements View {

        /** Whether the launcher gets certificates from an authority, so that there is something to choose. */
        public boolean isAutomatic() {
            return now.mode() == Mode.AUTO;
        }

        /** Whether a name can be typed. */
        public boolean takesDomain() {
            boolean fixed = now.domain().filter(Domain::fixed).isPresent();
            return isAutomatic() && now.ownCertificate().isEmpty() && !fixed && !watching;
        }
    }

    /**
     * @param choice "bundled", "existing" or empty
     * @param examined what was found in the existing one the last time, when that was not good
     */
    record Database(Frame frame, String choice, TypedDatabase typed, Optional<Examined> examined) implements View {}

    /**
     * Something that goes on by itself and leads on when it has ended.
     *
     * @param events the address of its stream
     * @param reload where a browser without scripts looks again
     */
    record Watching(Frame frame, List<String> sentences, List<Tick> ticks, String events, String reload)
            implements
                View {

        /** Looks again after two seconds. */
        public String refresh() {
            return "2;url=" + reload;
        }
    }

    /**
     * @param reason why it is asked once more; empty the first time
     * @param online whether the consents can be given at all
     */
    record Administrator(Frame frame, String reason, String username, boolean confirmInstallation, boolean shareUsage,
            boolean online, boolean canGoBack) implements View {}

    /**
     * @param showing what it was when rendered: "installing" or "blocked"
     * @param refresh seconds until a browser without scripts reloads; 0 for never
     */
    record Installation(Frame frame, List<StepLine> steps, String showing, int refresh) implements View {}

    /**
     * @param signedIn whether the browser has just been given Mathesar's session
     * @param address the best one to reach the server
     * @param here whether this visitor came by it, so that the session is good there too
     * @param mayChoose whether domains and certificates can be given here
     */
    record Done(Frame frame, boolean signedIn, boolean mayBeSignedIn, String address, boolean here, boolean mayChoose)
            implements
                View {

        /** Where databases are connected, at the address where the visitor is or will be signed in. */
        public String connect() {
            String root = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
            return (here ? "" : root) + Page.CONNECT.path();
        }
    }

    /** A few sentences and the way on. */
    record Notice(Frame frame, List<String> sentences, Optional<Link> link) implements View {}

    /** Reloads itself from here, which makes the browser send the owner's cookie. */
    record Arriving(Frame frame, String target) implements View {}

    record Link(String text, String target) {}
}
