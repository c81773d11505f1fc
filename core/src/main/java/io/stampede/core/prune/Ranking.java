package io.stampede.core.prune;

/** In which order a {@link BudgetSolver} gives channels up (algorithms.md 7.2). */
public enum Ranking {
    /** Lowest E[m] of the whole network first, whatever it saves: variant (i). */
    GLOBAL,
    /**
     * Lowest {@code E[m_c] / sum of its group's E[m]} per unit of cost saved first: variant (iii),
     * for budgets of multiply-adds alone; keeps more parameters than {@link #GLOBAL}.
     */
    LOG_UTILITY
}
