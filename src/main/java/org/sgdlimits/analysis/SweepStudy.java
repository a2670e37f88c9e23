package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sgdlimits.analysis.ExitTimes.OfMethod;

/**
 * The exits over a grid, and what follows from them.
 *
 * @param plan what was varied and asked for
 * @param points one entry a point of the grid, the last axis varying fastest
 * @param series the scaling laws: one entry a method and choice of the other axes
 * @param diagrams phase diagrams: one entry a method and choice of the axes that they do not show
 * @param descents search and descent: one entry a method and choice of the other axes
 */
public record SweepStudy(
        SweepPlan plan,
        List<SweepPoint> points,
        List<ScalingSeries> series,
        List<PhaseDiagram> diagrams,
        List<SearchAndDescent> descents) {

    public SweepStudy {
        points = List.copyOf(points);
        series = List.copyOf(series);
        diagrams = List.copyOf(diagrams);
        descents = List.copyOf(descents);
    }

    /** Reads off what the plan asks for. */
    public static SweepStudy of(SweepPlan plan, List<SweepPoint> points) {
        List<ScalingSeries> series = new ArrayList<>();
        List<PhaseDiagram> diagrams = new ArrayList<>();
        List<SearchAndDescent> descents = new ArrayList<>();
        for (String method : methods(points)) {
            plan.scaling().ifPresent(law -> {
                groups(plan, points, Set.of(law.over()))
                        .forEach((fixed, group) -> series.add(ScalingSeries.of(plan, method, fixed, group)));
                plan.diagram().ifPresent(picture -> diagrams.addAll(diagrams(plan, picture, method, series)));
            });
            plan.descent().ifPresent(levels -> descents.addAll(descents(plan, levels, method, points)));
        }
        return new SweepStudy(plan, points, series, diagrams, descents);
    }

    /** Points that agree in all axes but the given ones, by the values of those in which they agree. */
    private static Map<Map<String, String>, List<SweepPoint>> groups(
            SweepPlan plan, List<SweepPoint> points, Set<String> free) {
        Map<Map<String, String>, List<SweepPoint>> groups = new LinkedHashMap<>();
        for (SweepPoint point : points) {
            groups.computeIfAbsent(fixed(plan, point, free), key -> new ArrayList<>())
                    .add(point);
        }
        return groups;
    }

    private static Map<String, String> fixed(SweepPlan plan, SweepPoint point, Set<String> free) {
        Map<String, String> fixed = new LinkedHashMap<>();
        for (int a = 0; a < plan.axes().size(); a++) {
            String key = plan.axes().get(a).key();
            if (!free.contains(key)) {
                fixed.put(key, point.labels().get(a));
            }
        }
        return fixed;
    }

    private static List<PhaseDiagram> diagrams(
            SweepPlan plan, SweepPlan.Diagram picture, String method, List<ScalingSeries> series) {
        double[] mu = plan.axes().get(plan.index(picture.mu())).increasing("the phase diagram");
        double[] delta = plan.axes().get(plan.index(picture.delta())).increasing("the phase diagram");
        Map<Map<String, String>, List<ScalingSeries>> groups = new LinkedHashMap<>();
        for (ScalingSeries each : series) {
            if (each.method().equals(method)) {
                Map<String, String> fixed = new LinkedHashMap<>(each.fixed());
                fixed.remove(picture.mu());
                fixed.remove(picture.delta());
                groups.computeIfAbsent(fixed, key -> new ArrayList<>()).add(each);
            }
        }
        List<PhaseDiagram> diagrams = new ArrayList<>();
        groups.forEach((fixed, group) -> {
            Optional<SearchTheory> theory = group.get(0).theory();
            List<List<PhaseDiagram.Cell>> cells = new ArrayList<>();
            for (double row : delta) {
                List<PhaseDiagram.Cell> line = new ArrayList<>();
                for (double column : mu) {
                    ScalingSeries at = group.stream()
                            .filter(each -> value(each, picture.mu()) == column && value(each, picture.delta()) == row)
                            .findFirst()
                            .orElseThrow();
                    line.add(PhaseDiagram.cell(column, row, at, theory, picture.margin()));
                }
                cells.add(line);
            }
            diagrams.add(new PhaseDiagram(method, fixed, theory, mu, delta, cells));
        });
        return diagrams;
    }

    private static double value(ScalingSeries series, String key) {
        return Double.parseDouble(series.fixed().get(key));
    }

    private static List<SearchAndDescent> descents(
            SweepPlan plan, SweepPlan.Descent levels, String method, List<SweepPoint> points) {
        int level = plan.index(SweepAxis.LEVEL);
        List<SearchAndDescent> descents = new ArrayList<>();
        groups(plan, points, Set.of(SweepAxis.LEVEL, SweepAxis.DIMENSION)).forEach((fixed, group) -> {
            List<SweepPoint> searching = at(group, level, levels.search());
            List<SweepPoint> descending = at(group, level, levels.descent());
            descents.add(SearchAndDescent.of(method, fixed, searching, descending));
        });
        return descents;
    }

    private static List<SweepPoint> at(List<SweepPoint> group, int axis, double value) {
        return group.stream()
                .filter(point -> Double.parseDouble(point.labels().get(axis)) == value)
                .toList();
    }

    private static List<String> methods(List<SweepPoint> points) {
        return points.get(0).exits().methods().stream().map(OfMethod::name).toList();
    }

    /** The names of the methods, in the order asked for. */
    public List<String> methods() {
        return methods(points);
    }

    /** Whether every run ended in an exit or at the horizon. */
    public boolean isSound() {
        return points.stream().allMatch(point -> point.exits().isSound());
    }
}
