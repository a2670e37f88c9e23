package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sgdlimits.model.AdaptiveRate;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Spectrum;
import org.sgdlimits.model.TrainingRule;

/**
 * The layout of the state vector s = (θ; M_b, Q_b for every spectral block b) with Q_b by its upper triangle, and last b² where the
 * rule sums up gradients ({@link AdaptiveRate.AdaGradNorm}).
 *
 * <p>The Gram matrix of block b, Ω_b = [u|u*]ᵀ Π_b [u|u*], carries no factor λ_b, so that Ω = Σ_b λ_b Ω_b (THEORY §2). Its
 * teacher part P_b never moves and is not part of the state.
 */
public final class OrderParameters {

    private final int students;
    private final int teachers;
    private final int parameters;
    private final int blocks;
    private final int blockSize;
    private final boolean accumulates;
    private final List<String> parameterNames;

    /** Of a rule that sums up nothing. */
    OrderParameters(FieldModel model, int blocks) {
        this(model, blocks, false);
    }

    OrderParameters(FieldModel model, TrainingRule rule, int blocks) {
        this(
                model,
                blocks,
                rule.adaptive()
                        .filter(AdaptiveRate.AdaGradNorm.class::isInstance)
                        .isPresent());
    }

    private OrderParameters(FieldModel model, int blocks, boolean accumulates) {
        this.accumulates = accumulates;
        students = model.students();
        teachers = model.teachers();
        parameters = model.parameters().length;
        this.blocks = blocks;
        blockSize = students * teachers + students * (students + 1) / 2;
        parameterNames = List.copyOf(model.parameterNames());
    }

    /**
     * Names of the entries, in order; blocks are numbered when there is more than one. Made anew at every call: a spectrum can have
     * a million blocks.
     */
    public List<String> components() {
        List<String> names = new ArrayList<>(parameterNames);
        for (int b = 0; b < blocks; b++) {
            String block = blocks == 1 ? "" : "{" + (b + 1) + "}";
            for (int j = 0; j < students; j++) {
                for (int r = 0; r < teachers; r++) {
                    names.add("M" + block + index(j, r));
                }
            }
            for (int j = 0; j < students; j++) {
                for (int l = j; l < students; l++) {
                    names.add("Q" + block + index(j, l));
                }
            }
        }
        if (accumulates) {
            names.add("b2");
        }
        return List.copyOf(names);
    }

    /**
     * θ, M and Q in the metric of K as sums over the entries of the state, M = Σ_b λ_b M_b, by the names that they have as
     * observables: a row of weights each, in order.
     */
    public Map<String, double[]> totals(Spectrum spectrum) {
        Map<String, double[]> totals = new LinkedHashMap<>();
        for (int i = 0; i < parameters; i++) {
            totals.computeIfAbsent(parameterNames.get(i), name -> new double[size()])[i] = 1;
        }
        for (int b = 0; b < blocks; b++) {
            for (int j = 0; j < students; j++) {
                for (int r = 0; r < teachers; r++) {
                    totals.computeIfAbsent("M" + index(j, r), name -> new double[size()])[m(b, j, r)] =
                            spectrum.eigenvalue(b);
                }
            }
            for (int j = 0; j < students; j++) {
                for (int l = j; l < students; l++) {
                    totals.computeIfAbsent("Q" + index(j, l), name -> new double[size()])[q(b, j, l)] =
                            spectrum.eigenvalue(b);
                }
            }
        }
        return totals;
    }

    static String index(int row, int column) {
        return "[" + (row + 1) + "," + (column + 1) + "]";
    }

    /** The number of independent entries. */
    public int size() {
        return overlapsEnd() + (accumulates ? 1 : 0);
    }

    /** The place after the last overlap. */
    int overlapsEnd() {
        return parameters + blocks * blockSize;
    }

    /** Whether b² is an entry. */
    public boolean accumulates() {
        return accumulates;
    }

    /** The place of b². */
    public int accumulated() {
        return overlapsEnd();
    }

    int students() {
        return students;
    }

    int teachers() {
        return teachers;
    }

    int parameters() {
        return parameters;
    }

    int blocks() {
        return blocks;
    }

    /** The number of entries of a block, which lie side by side from M_b[0][0] on. */
    int blockSize() {
        return blockSize;
    }

    /** The place of M_b[j][r]. */
    int m(int block, int j, int r) {
        return parameters + block * blockSize + j * teachers + r;
    }

    /** The place of Q_b[j][l], in any order of j and l. */
    int q(int block, int j, int l) {
        int row = Math.min(j, l);
        int column = Math.max(j, l);
        return parameters
                + block * blockSize
                + students * teachers
                + row * students
                - row * (row - 1) / 2
                + column
                - row;
    }

    /** Writes θ and the student parts of the Gram matrices Ω_b, [block][p + k][p + k], into s. */
    public void pack(double[] theta, double[][][] grams, double[] s) {
        System.arraycopy(theta, 0, s, 0, parameters);
        for (int b = 0; b < blocks; b++) {
            double[][] gram = grams[b];
            for (int j = 0; j < students; j++) {
                for (int r = 0; r < teachers; r++) {
                    s[m(b, j, r)] = gram[j][students + r];
                }
                for (int l = j; l < students; l++) {
                    s[q(b, j, l)] = gram[j][l];
                }
            }
        }
    }

    /** Reads s into θ, the student parts of the Gram matrices, and Ω. */
    void unpack(double[] s, Overlaps overlaps) {
        System.arraycopy(s, 0, overlaps.parameters, 0, parameters);
        for (int b = 0; b < blocks; b++) {
            double[][] gram = overlaps.gram[b];
            for (int j = 0; j < students; j++) {
                for (int r = 0; r < teachers; r++) {
                    double value = s[m(b, j, r)];
                    gram[j][students + r] = value;
                    gram[students + r][j] = value;
                }
                for (int l = j; l < students; l++) {
                    double value = s[q(b, j, l)];
                    gram[j][l] = value;
                    gram[l][j] = value;
                }
            }
        }
        overlaps.sumBlocks();
    }
}
