package org.mathesar.launcher;

import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves the domain's story for the owner's command whenever it has changed, and nothing where there is no domain. */
final class StoryTeller {
    private static final Logger LOG = LoggerFactory.getLogger(StoryTeller.class);

    private final DataDirectory data;
    private final Supplier<Optional<Addresses.Domain>> domain;
    private boolean toldBefore;
    private Optional<DomainStory> told = Optional.empty();

    StoryTeller(DataDirectory data, Supplier<Optional<Addresses.Domain>> domain) {
        this.data = data;
        this.domain = domain;
    }

    /** Several threads tell; the last word must be the newest. */
    synchronized void tell() {
        try {
            Optional<DomainStory> story = domain.get().map(DomainStory::of);
            if (!toldBefore || !story.equals(told)) {
                story.ifPresentOrElse(now -> now.write(data), () -> DomainStory.remove(data));
                told = story;
                toldBefore = true;
            }
        } catch (ProblemException e) {
            LOG.warn("{}", e.problem().summary());
        }
    }
}
