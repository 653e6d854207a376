package org.mathesar.launcher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database with one table, made through the API. */
record Library(int database, long books) {
    static Library create(Visitor visitor) {
        return create(visitor, Map.of("name", "integer"));
    }

    /** With this as the type of the column {@code pages}. */
    static Library create(Visitor visitor, Object type) {
        JsonNode created = visitor.result("databases.setup.create_new", Map.of("database", "library"));
        int database = created.at("/database/id").asInt();
        long schema = 0;
        for (JsonNode found : visitor.result("schemas.list", Map.of("database_id", database))) {
            schema = found.get("name").asText().equals("public") ? found.get("oid").asLong() : schema;
        }
        JsonNode table = visitor.result("tables.add", Map.of("database_id", database, "schema_oid", schema,
                "table_name", "books", "column_data_list",
                List.of(Map.of("name", "title", "type", Map.of("name", "text")),
                        Map.of("name", "pages", "type", type))));
        return new Library(database, table.get("oid").asLong());
    }

    /** The parameters that name the table. */
    Map<String, Object> table() {
        return Map.of("database_id", database, "table_oid", books);
    }

    Map<String, Object> table(String another, Object value) {
        Map<String, Object> parameters = new HashMap<>(table());
        parameters.put(another, value);
        return parameters;
    }
}
