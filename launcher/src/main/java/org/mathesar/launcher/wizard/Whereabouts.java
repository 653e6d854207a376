package org.mathesar.launcher.wizard;

import java.util.Optional;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.SetupState;

/** Which page belongs to the state that holds now. */
record Whereabouts(FirstBoot firstBoot) {

    Page page() {
        return page(firstBoot.state());
    }

    Page page(SetupState state) {
        return switch (state) {
            case SetupState.Unclaimed() -> Page.CLAIM;
            case SetupState.Asking(Plan.Draft draft) -> firstQuestion(draft);
            case SetupState.Installing _,SetupState.Blocked _ -> Page.PROGRESS;
            case SetupState.NeedsOwner _ -> asksForAdministrator() ? Page.ADMINISTRATOR : Page.PROGRESS;
            case SetupState.Ready _ -> Page.DONE;
        };
    }

    /**
     * While the questions are open, answered ones may be looked at and changed. The address may be at any time, since
     * domains and certificates live on their own.
     */
    boolean allows(Page page, SetupState state) {
        Page current = page(state);
        if (page == Page.ADDRESS && !(state instanceof SetupState.Unclaimed)) {
            return true;
        }
        boolean earlierQuestion = state instanceof SetupState.Asking && page != Page.CLAIM
                && page.compareTo(current) < 0;
        return page == current || earlierQuestion;
    }

    private static Page firstQuestion(Plan.Draft draft) {
        if (draft.address().isEmpty()) {
            return Page.ADDRESS;
        }
        return draft.database().isEmpty() ? Page.DATABASE : Page.ADMINISTRATOR;
    }

    private boolean asksForAdministrator() {
        Optional<?> refused = firstBoot.administratorRefused();
        return refused.isPresent() || !firstBoot.hasPendingAdministrator();
    }
}
