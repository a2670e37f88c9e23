package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sgdlimits.leastsquares.RowRisk;

/**
 * The section {@code model.risks} of a model file on data: quadratic risks that are observed beside the loss, by rows of a file, in the
 * columns of A, or as the distance to the signal of drawn rows.
 */
final class RiskSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "rows", List.of("kind", "name", "file", "array", "sha256", "target"), "distance", List.of("kind", "name"));

    private RiskSection() {}

    /** The risk on rows held out, if there are any, and those that are asked for. */
    static List<RowRisk> read(Fields model, DataSection.Data data) {
        List<RowRisk> risks =
                new ArrayList<>(data.heldOut().map(RowRisk::test).stream().toList());
        int columns = data.train().design().columns();
        for (Fields risk : model.objects("risks")) {
            risk.only(NetworkSection.allOf(KEYS));
            String kind = risk.choice("kind", List.of("rows", "distance"), null);
            risk.only(KEYS.get(kind));
            String name = risk.required("name");
            if (!name.matches("\\p{L}[\\p{L}\\p{N}_]*")) {
                throw risk.error("name", "expected a letter and then letters, digits and \"_\", got \"" + name + "\"");
            }
            risks.add(
                    kind.equals("rows")
                            ? risk.source().build(risk.path(), () -> new RowRisk(name, DataFile.rows(risk, columns)))
                            : RowRisk.distance(
                                    name,
                                    data.signal()
                                            .orElseThrow(() -> risk.error(
                                                    "kind",
                                                    "expected \"rows\", as only drawn rows that are no random features have a signal to be"
                                                            + " distant from, got \"distance\""))));
        }
        return risks;
    }
}
