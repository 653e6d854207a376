package org.mathesar.launcher.wizard;

import java.util.Optional;
import org.mathesar.launcher.setup.FirstBoot;

/** Hands over to Mathesar, signed in if this is the first time. */
record DoneScreen(FirstBoot firstBoot) implements Screen {

    @Override
    public Answer show(Visit visit) {
        Optional<String> session = visit.headersOnly() ? Optional.empty() : firstBoot.takeSessionCookie();
        Answer answer = Answer.show(new View.Done(Frame.of(Page.DONE), session.isPresent(), visit.session(),
                visit.address()));
        return session.map(OwnerCookie::mathesarSession).map(answer::with).orElse(answer);
    }

    @Override
    public Answer submit(Visit visit, Form form) {
        return Notices.wrongMethod("GET, HEAD");
    }
}
