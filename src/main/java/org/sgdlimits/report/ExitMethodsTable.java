package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.method.Passage;

/** What each method did over the points of a scan or a sweep: its outcome, runs, cost and facts. */
final class ExitMethodsTable {

    private ExitMethodsTable() {}

    static Table of(List<String> methods, List<ExitTimes> points) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (String name : methods) {
            List<OfMethod> all = points.stream()
                    .map(point -> point.method(name).orElseThrow())
                    .toList();
            int failed = all.stream()
                    .mapToInt(each -> each.passages().count(Passage.Kind.FAILED))
                    .sum();
            rows.add(List.of(
                    Table.Cell.of(name),
                    failed == 0
                            ? Table.Cell.of("completed", Status.OK)
                            : Table.Cell.of(failed + " runs failed", Status.BAD),
                    Table.Cell.of(all.stream()
                            .mapToInt(each -> each.passages().runs().size())
                            .sum()),
                    Table.Cell.of(all.stream().mapToDouble(OfMethod::seconds).sum()),
                    Table.Cell.of(details(all))));
        }
        return new Table("Methods", List.of("method", "outcome", "runs", "seconds", "details"), rows);
    }

    /** The facts, with the number of points at which they hold where they do not hold at all. */
    private static String details(List<OfMethod> all) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (OfMethod each : all) {
            RunFacts.details(each.passages().facts()).forEach(fact -> counts.merge(fact, 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getKey()
                        + (entry.getValue() == all.size()
                                ? ""
                                : " (at " + entry.getValue() + " of " + all.size() + " points)"))
                .collect(Collectors.joining(", "));
    }
}
