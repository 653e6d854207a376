package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.Collaborator;
import org.mathesar.launcher.mathesar.MathesarRpc.ConfiguredRole;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.User;
import org.mathesar.launcher.problem.ProblemException;

/** The second half of one connection: the working roles are stored, and everybody works as the right one. */
final class People {
    private final MathesarRpc rpc;
    private final User administrator;
    private final WantedConnection wanted;
    private final List<String> remarks = new ArrayList<>();
    private boolean changed;

    People(MathesarRpc rpc, User administrator, WantedConnection wanted) {
        this.rpc = rpc;
        this.administrator = administrator;
        this.wanted = wanted;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    boolean changed() {
        return changed;
    }

    /** Refuses what cannot come to a good end, before anything is changed; Mathesar's users by name otherwise. */
    Map<String, User> checked() {
        List<String> roles = Connecting.workingRoles(wanted).stream().map(WorkingRole::name).toList();
        if (roles.isEmpty()) {
            throw ProblemException.fixable("No role is named that people are to work as.",
                    "Give the name and password of a role that may read and write, but owns nothing.");
        }
        if (wanted.access() == Access.NO_STRUCTURE_CHANGES && roles.contains(wanted.installer().user())) {
            throw ProblemException.fixable("The role " + wanted.installer().user()
                    + " is to install Mathesar’s schemas and is also named as a role that people work as.",
                    "Name another role to work as; the installer’s password is not kept.");
        }
        Map<String, User> users = rpc.users().stream().collect(Collectors.toMap(User::username, user -> user));
        for (WantedConnection.Collaborator collaborator : wanted.collaborators()) {
            if (!users.containsKey(collaborator.user())) {
                throw ProblemException.fixable("Mathesar has no user named " + collaborator.user() + ".",
                        "Create the user in Mathesar, or correct the name.");
            }
            if (!roles.contains(collaborator.role())) {
                throw ProblemException.fixable("The user " + collaborator.user() + " is to work as "
                        + collaborator.role() + ", which is none of the roles of this connection.",
                        "Choose one of these: " + String.join(", ", roles) + ".");
            }
        }
        return users;
    }

    /** Stores the role or, where it is stored, the password that was given now. */
    void store(WorkingRole role, ConnectedDatabase database) {
        Optional<ConfiguredRole> stored = stored(role.name(), database);
        if (stored.isPresent()) {
            rpc.setRolePassword(stored.get().id(), role.password());
        } else {
            rpc.addRole(database.serverId(), role.name(), role.password());
            changed = true;
        }
    }

    /**
     * Gives everybody a role. Whoever has one that stays keeps it unless another is wanted by name; nobody keeps the
     * installer's, which is about to go.
     */
    String assign(ConnectedDatabase database, Map<String, User> users) {
        Map<String, Long> roles = rpc.roles(database.id(), database.serverId()).stream()
                .collect(Collectors.toMap(ConfiguredRole::name, ConfiguredRole::id));
        String first = Connecting.workingRoles(wanted).getFirst().name();
        Map<Long, Collaborator> present = rpc.collaborators(database.id()).stream()
                .collect(Collectors.toMap(Collaborator::userId, collaborator -> collaborator));
        Map<Long, String> named = new LinkedHashMap<>();
        if (!present.containsKey(administrator.id())) {
            named.put(administrator.id(), first);
        }
        moveFromInstaller(roles, present, users, named, first);
        wanted.collaborators().forEach(one -> named.put(users.get(one.user()).id(), one.role()));
        named.forEach((user, role) -> set(database, user, roles.get(role), Optional.ofNullable(present.get(user))));
        return sentence(named, users);
    }

    private void moveFromInstaller(Map<String, Long> roles, Map<Long, Collaborator> present, Map<String, User> users,
            Map<Long, String> named, String first) {
        Long installer = roles.get(wanted.installer().user());
        if (wanted.access() == Access.FULL || installer == null) {
            return;
        }
        Map<Long, String> names = names(users);
        present.values().stream().filter(one -> one.configuredRoleId() == installer).forEach(one -> {
            named.put(one.userId(), first);
            if (one.userId() != administrator.id()) {
                remarks.add("The user " + names.get(one.userId()) + " worked as " + wanted.installer().user()
                        + " and now works as " + first + ".");
            }
        });
    }

    private void set(ConnectedDatabase database, long user, long role, Optional<Collaborator> present) {
        if (present.isEmpty()) {
            rpc.addCollaborator(database.id(), user, role);
            changed = true;
        } else if (present.get().configuredRoleId() != role) {
            rpc.setCollaboratorRole(present.get().id(), role);
            changed = true;
        }
    }

    private String sentence(Map<Long, String> named, Map<String, User> users) {
        Map<Long, String> names = names(users);
        return named.isEmpty()
                ? "Everybody had a role already."
                : named.entrySet().stream()
                        .map(one -> names.get(one.getKey()) + " works as " + one.getValue())
                        .collect(Collectors.joining(", ", "", "."));
    }

    private static Map<Long, String> names(Map<String, User> users) {
        Map<Long, String> names = new HashMap<>();
        users.values().forEach(user -> names.put(user.id(), user.username()));
        return names;
    }

    Optional<ConfiguredRole> stored(String role, ConnectedDatabase database) {
        return rpc.roles(database.id(), database.serverId()).stream().filter(one -> one.name().equals(role))
                .findFirst();
    }
}
