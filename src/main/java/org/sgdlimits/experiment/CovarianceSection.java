package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Spectrum;

/** The section {@code model.covariance} of a model file: the covariance K of the data. */
final class CovarianceSection {

    static final Map<String, List<String>> KEYS = Map.of(
            "identity", List.of("kind"),
            "eigenvalues", List.of("kind", "values", "multiplicities", "origin"),
            "power-law", List.of("kind", "exponent"),
            "diagonal", List.of("kind", "sigma", "exponent"),
            "matrix", List.of("kind", "file", "trace"),
            "data", List.of("kind", "file", "trace"));

    /** σ_i = from + (to − from)(i − ½)/d. */
    static final List<String> SIGMA_KEYS = List.of("from", "to");

    private static final List<String> KINDS =
            List.of("identity", "eigenvalues", "power-law", "diagonal", "matrix", "data");
    private static final List<String> KINDS_IN_FILES = List.of("matrix", "data");

    /** From this dimension on, the time that an eigendecomposition takes is told. */
    private static final int TIMED_FROM = 500;

    private CovarianceSection() {}

    static Covariance read(Fields fields) {
        fields.only(NetworkSection.allOf(KEYS));
        if (!fields.has("kind") && NetworkSection.allOf(KEYS).stream().anyMatch(fields::has)) {
            throw fields.error(
                    "kind",
                    "expected one of " + Suggestions.alternatives(KINDS)
                            + " beside the other keys, but the key is missing");
        }
        String kind = fields.choice("kind", KINDS, "identity");
        fields.only(KEYS.get(kind));
        return fields.source().build("model", () -> switch (kind) {
            case "identity" -> Covariance.identity();
            case "eigenvalues" -> listed(fields);
            case "power-law" -> Covariance.powerLaw(fields.number("exponent"));
            case "diagonal" -> diagonal(fields);
            default -> listed(inlined(fields, kind));
        });
    }

    private static Covariance listed(Fields fields) {
        double[] values = fields.nonNegatives("values");
        long[] multiplicities = fields.counts("multiplicities");
        if (values.length != multiplicities.length) {
            throw fields.error(
                    "multiplicities",
                    "expected " + values.length + " numbers, one an eigenvalue, got " + multiplicities.length);
        }
        String origin = fields.text("origin", Covariance.Eigenvalues.STATED);
        return new Covariance.Eigenvalues(new Spectrum(values, multiplicities), origin);
    }

    private static Covariance diagonal(Fields fields) {
        double exponent = fields.number("exponent", 1);
        if (!fields.isObject("sigma")) {
            return Covariance.diagonal(fields.nonNegatives("sigma"), exponent);
        }
        Fields sigma = fields.object("sigma").only(SIGMA_KEYS);
        String expected = "a number >= 0";
        return Covariance.diagonal(sigma.nonNegative("from", expected), sigma.nonNegative("to", expected), exponent);
    }

    /** Does for a model file's tree what reading its covariance would: puts eigenvalues in the place of a file of numbers. */
    static void inline(Source source, ObjectNode root) {
        if (root.at("/model/covariance") instanceof ObjectNode node) {
            String kind = node.path("kind").asText();
            Fields fields = new Fields(source, "model.covariance", node);
            if (KINDS_IN_FILES.contains(kind)) {
                fields.only(KEYS.get(kind));
                source.build("model", () -> inlined(fields, kind));
            }
        }
    }

    private static Covariance.Eigenvalues ofRows(Fields fields, String name, String kind, double[][] rows) {
        try {
            return kind.equals("matrix") ? Covariance.matrix(rows) : Covariance.samples(rows);
        } catch (IllegalArgumentException refused) {
            String message = refused.getMessage().replaceFirst("^covariance: ", "");
            throw fields.error(
                    "file",
                    name + ": " + message
                            + (kind.equals("matrix")
                                    ? ". Symmetrise it, or state rows of data with \"kind\": \"data\""
                                    : ""));
        }
    }

    /** The section with the eigenvalues in the place of the file, so that a manifest states the model without it. */
    private static Fields inlined(Fields fields, String kind) {
        String name = fields.required("file");
        double[][] rows = fields.rowsOf("file");
        long start = System.nanoTime();
        Covariance.Eigenvalues covariance = ofRows(fields, name, kind, rows);
        double seconds = (System.nanoTime() - start) * 1e-9;
        String origin = covariance.origin() + " from " + name;
        if (Math.min(rows.length, rows[0].length) > TIMED_FROM) {
            origin += String.format(Locale.ROOT, ", eigenvalues in %.2f s", seconds);
        }
        if (fields.has("trace")) {
            covariance = covariance.withMeanEigenvalue(fields.positive("trace"));
        }
        ObjectNode stated = Json.object().put("kind", "eigenvalues");
        ArrayNode values = stated.putArray("values");
        ArrayNode multiplicities = stated.putArray("multiplicities");
        for (int b = 0; b < covariance.blocks().blocks(); b++) {
            values.add(covariance.blocks().eigenvalue(b));
            multiplicities.add(covariance.blocks().multiplicity(b));
        }
        stated.put("origin", origin);
        return fields.replaced(stated);
    }
}
