package org.sgdlimits.validation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.experiment.Json;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Page;
import org.sgdlimits.report.ReportFolder;
import org.sgdlimits.report.Status;
import org.sgdlimits.report.SvgRenderer;
import org.sgdlimits.report.Table;
import org.sgdlimits.validation.Suite.Result;

/** The results of the suite as JSON ({@code validation.json}) and as a page with a plot a claim ({@code validation.html}). */
public final class SuiteReport {

    private SuiteReport() {}

    /** The machine-readable results. */
    public static ObjectNode json(List<Result> results) {
        ObjectNode root = Json.object();
        root.put("passed", results.stream().allMatch(result -> result.finding().passed()));
        ArrayNode list = root.putArray("results");
        for (Result result : results) {
            ObjectNode node = list.addObject();
            node.put("claim", result.claim().name());
            node.put("case", result.caseName());
            node.put("statement", result.claim().statement());
            node.put("source", result.claim().source());
            node.put("passed", result.finding().passed());
            node.put("expected", result.finding().expected());
            node.put("got", result.finding().got());
            if (Double.isNaN(result.finding().standardErrors())) {
                node.putNull("standardErrors");
            } else {
                node.put("standardErrors", result.finding().standardErrors());
            }
            node.put("seconds", result.seconds());
        }
        return root;
    }

    /**
     * Writes both files, and the figures as SVG, into a folder.
     *
     * @throws IOException if one cannot be written
     */
    public static void write(List<Result> results, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("validation.json"), Json.print(json(results)));
        try (SvgRenderer renderer = new SvgRenderer()) {
            List<Figure> figures = results.stream()
                    .flatMap(result -> result.finding().figures().stream())
                    .toList();
            ReportFolder.write(page(results), "validation.html", figures, folder, renderer);
        }
    }

    private static Page page(List<Result> results) {
        long passed =
                results.stream().filter(result -> result.finding().passed()).count();
        Page page = Page.of("Validation", passed + " of " + results.size() + " cases hold.")
                .table(table(results));
        String last = "";
        for (Result result : results) {
            Claim claim = result.claim();
            if (!claim.name().equals(last)) {
                last = claim.name();
                page.section(claim.name())
                        .paragraph(claim.statement())
                        .paragraph("Source: " + claim.source())
                        .paragraph("Tolerance: " + claim.derivation());
            }
            if (!result.finding().figures().isEmpty()) {
                page.figures(result.finding().figures());
            }
        }
        return page;
    }

    private static Table table(List<Result> results) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (Result result : results) {
            rows.add(List.of(
                    Table.Cell.of(result.claim().name()),
                    Table.Cell.of(result.caseName()),
                    result.finding().passed() ? Table.Cell.of("holds", Status.OK) : Table.Cell.of("fails", Status.BAD),
                    Table.Cell.of(result.finding().expected()),
                    Table.Cell.of(result.finding().got()),
                    Table.Cell.of(result.finding().standardErrors()),
                    Table.Cell.of(result.seconds())));
        }
        return new Table(
                "", List.of("claim", "case", "result", "expected", "got", "standard errors off", "seconds"), rows);
    }
}
