package org.mathesar.launcher.wizard;

import java.util.Optional;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.Addresses.Mode;
import org.mathesar.launcher.setup.Addresses.Snapshot;
import org.mathesar.launcher.setup.FirstBoot;

/** Hands over to Mathesar, signed in if this is the first time. */
record DoneScreen(FirstBoot firstBoot, Addresses addresses) implements Screen {

    @Override
    public Answer show(Visit visit) {
        Optional<String> session = visit.headersOnly() ? Optional.empty() : firstBoot.takeSessionCookie();
        Snapshot now = addresses.now();
        String best = Standing.of(now, visit.address(), false).best();
        boolean here = best.equals(visit.address()) || best.equals(visit.address() + "/");
        Answer answer = Answer.show(new View.Done(Frame.of(Page.DONE), session.isPresent(), visit.session(),
                best, here, now.mode() == Mode.AUTO));
        return session.map(OwnerCookie::mathesarSession).map(answer::with).orElse(answer);
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        return Notices.wrongMethod("GET, HEAD");
    }
}
