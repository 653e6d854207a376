package org.mathesar.launcher.wizard;

import java.util.Optional;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Connected;

/** Lists what is connected, and leads to everything that can be done about it. */
record DatabasesScreen(Databases databases) implements GuestScreen {

    @Override
    public Answer show(Guest guest) {
        return Answer.show(new AreaView.All(Frame.notice(Page.DATABASES.heading()),
                databases.connected(guest.session())));
    }

    @Override
    public Answer submit(Guest guest, Form form) {
        return Notices.wrongMethod("GET, HEAD");
    }

    /** One of the connected databases, as far as this visitor may see it. */
    static Optional<Connected> find(Databases databases, Guest guest, Optional<Long> id) {
        return id.flatMap(wanted -> databases.connected(guest.session()).stream()
                .filter(connected -> connected.id() == wanted).findFirst());
    }
}
