package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Conversation;

/** What one template of the pages about databases shows. */
public sealed interface AreaView extends View {

    /** Everything that is connected. */
    record All(Frame frame, List<Databases.Connected> connected) implements AreaView {}

    /** @param examined what was found the last time, when that was not good */
    record Connect(Frame frame, TypedDatabase typed, Optional<Examined> examined) implements AreaView {}

    /** @param fields what the form of a working role holds */
    record Planned(Frame frame, Conversation.Planned planned, Examined examined, Roles roles, RoleFields fields)
            implements
                AreaView {

        /** Whether people will work as roles of their own. */
        public boolean keepsStructure() {
            return planned.answer().access() == Access.NO_STRUCTURE_CHANGES;
        }

        /** What the field of the role holds: what was typed, else the one that is to be mended or to be made. */
        public String role() {
            String made = planned.preparation().map(Databases.Preparation::workingRole).orElse("");
            String proposed = roles.lines().isEmpty() ? made : roles.bad().orElse("");
            return fields.role().isEmpty() ? proposed : fields.role();
        }

        /** Whether another installer than the given role is proposed. */
        public boolean hasOtherInstaller() {
            return planned.preparation().filter(sql -> !sql.installerRole().equals(planned.answer().role()))
                    .isPresent();
        }
    }

    /** It did not come to its end. */
    record ConnectFailed(Frame frame, Databases.Answer answer, List<Tick> ticks) implements AreaView {}

    /** @param rows row-level security for each role that people work as */
    record Connected(Frame frame, Databases.Answer answer, List<Tick> ticks, List<RowReport> rows)
            implements
                AreaView {}

    /** @param role what the field holds */
    record Upgrade(Frame frame, Databases.Connected database, String role) implements AreaView {}

    /** @param report empty before the first look */
    record Rows(Frame frame, Databases.Connected database, String role, Optional<RowReport> report)
            implements
                AreaView {}

    /**
     * @param name what has to be typed to confirm
     * @param dependents empty before the first look
     */
    record Remove(Frame frame, Databases.Connected database, String name, String role,
            Optional<Dependents> dependents) implements AreaView {}
}
