package org.mathesar.launcher.concierge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.Connecting.Known;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConfiguredRole;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;

/** What a connection would make that is not there, told beforehand. */
record Creations(MathesarRpc rpc, MathesarRpc.User administrator, WantedConnection wanted) {

    List<String> sentences() {
        Known known = Known.look(rpc, wanted.installer());
        List<String> sentences = new ArrayList<>();
        if (known.database().isEmpty()) {
            addDatabase(sentences);
        } else if (known.database().get().needsUpgrade()) {
            sentences.add("Mathesar’s schemas in " + wanted.installer().display() + " are brought up to date.");
        }
        addRoles(known, sentences);
        addPeople(known.database(), sentences);
        if (wanted.access() == Access.NO_STRUCTURE_CHANGES && known.database().isEmpty()) {
            sentences.add("The password of " + wanted.installer().user()
                    + " is used once, to create the schemas, and kept nowhere.");
        }
        return sentences;
    }

    private void addDatabase(List<String> sentences) {
        Database.External place = wanted.installer();
        sentences.add("Three schemas in the database " + place.name() + ", owned by the role " + place.user()
                + ": msar and __msar with the functions that Mathesar works with, and mathesar_types with its types for"
                + " e-mail addresses, web addresses, money and JSON. Every role of the database may use them, each with"
                + " its own rights.");
        sentences.add("Nothing else in the database is created or changed; the three schemas can be removed again.");
        sentences.add("In Mathesar the database " + place.display()
                + wanted.nickname().map(name -> ", under the name " + name).orElse("") + ".");
    }

    private void addRoles(Known known, List<String> sentences) {
        Set<String> stored = known.onServer().stream().findFirst().stream()
                .flatMap(database -> rpc.roles(database.id(), database.serverId()).stream())
                .map(ConfiguredRole::name).collect(Collectors.toSet());
        Connecting.workingRoles(wanted).stream().filter(role -> !stored.contains(role.name())).forEach(
                role -> sentences.add("In Mathesar the role " + role.name() + " with its password, encrypted."));
        if (Connecting.workingRoles(wanted).isEmpty()) {
            sentences.add("In Mathesar the role that people work as, which is still to be given.");
        }
    }

    private void addPeople(Optional<ConnectedDatabase> database, List<String> sentences) {
        Set<Long> present = database.stream().flatMap(known -> rpc.collaborators(known.id()).stream())
                .map(MathesarRpc.Collaborator::userId).collect(Collectors.toSet());
        Set<String> named = wanted.collaborators().stream().map(WantedConnection.Collaborator::user)
                .collect(Collectors.toSet());
        List<String> people = new ArrayList<>();
        if (!present.contains(administrator.id()) && !named.contains(administrator.username())) {
            Connecting.workingRoles(wanted).stream().findFirst()
                    .ifPresent(role -> people.add(administrator.username() + " as " + role.name()));
        }
        wanted.collaborators().stream().filter(one -> database.isEmpty()).map(one -> one.user() + " as " + one.role())
                .forEach(people::add);
        if (!people.isEmpty()) {
            sentences.add("In Mathesar these may work in it: " + String.join(", ", people) + ".");
        }
    }
}
