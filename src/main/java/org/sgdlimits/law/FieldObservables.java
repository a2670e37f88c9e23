package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.model.FieldModel;

/**
 * What is observed of a field model's state: the risk, the excess risk where its floor is known, ‖u − u*‖² where p = k, the
 * Frobenius norm |M|, every entry of M and of Q's upper triangle, and θ. M and Q are weighted with the covariance, as in Ω; the
 * distance is not.
 */
final class FieldObservables {

    private final int students;
    private final int teachers;
    private final List<String> names;
    private final double floor;
    private final int first;
    private final int norm;
    private final int[] row;
    private final int[] column;

    FieldObservables(FieldModel model) {
        students = model.students();
        teachers = model.teachers();
        List<String> all = new ArrayList<>();
        all.add("risk");
        if (model.riskFloor().isPresent()) {
            all.add("excessRisk");
        }
        floor = model.riskFloor().orElse(0);
        first = all.size();
        if (students == teachers) {
            all.add("distance");
        }
        norm = all.size();
        all.add("|M|");
        for (int j = 0; j < students; j++) {
            for (int r = 0; r < teachers; r++) {
                all.add("M" + OrderParameters.index(j, r));
            }
        }
        row = new int[students * (students + 1) / 2];
        column = new int[row.length];
        int pair = 0;
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                row[pair] = j;
                column[pair++] = l;
                all.add("Q" + OrderParameters.index(j, l));
            }
        }
        all.addAll(model.parameterNames());
        names = List.copyOf(all);
    }

    List<String> names() {
        return names;
    }

    void write(double risk, Overlaps state, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = needsRisk(i) ? ofRisk(i, risk) : at(i, state);
        }
    }

    /** Whether an observable is the risk or its excess. */
    boolean needsRisk(int observable) {
        return observable < first;
    }

    /** Such an observable, by the risk. */
    double ofRisk(int observable, double risk) {
        return observable == 0 ? risk : risk - floor;
    }

    /** Any other observable. */
    double at(int observable, Overlaps state) {
        int overlap = observable - norm - 1;
        if (overlap < 0) {
            return observable == norm ? overlapNorm(state) : distance(state);
        }
        if (overlap < students * teachers) {
            return state.omega[overlap / teachers][students + overlap % teachers];
        }
        int pair = overlap - students * teachers;
        return pair < row.length ? state.omega[row[pair]][column[pair]] : state.parameters[pair - row.length];
    }

    private double overlapNorm(Overlaps state) {
        double squares = 0;
        for (int j = 0; j < students; j++) {
            for (int r = students; r < students + teachers; r++) {
                squares += state.omega[j][r] * state.omega[j][r];
            }
        }
        return Math.sqrt(squares);
    }

    private double distance(Overlaps state) {
        double distance = 0;
        for (double[][] gram : state.gram) {
            for (int j = 0; j < students; j++) {
                distance += gram[j][j] - 2 * gram[j][students + j] + gram[students + j][students + j];
            }
        }
        return distance;
    }
}
