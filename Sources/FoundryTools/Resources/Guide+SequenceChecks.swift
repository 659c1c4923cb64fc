extension Guide {
    static let sequenceChecksText = """
        # Sequence checks

        check_sequences flags what a person should know about sequences before paying for them. It reads letters and counts
        them; it predicts nothing. `position` counts residues from 1 within the `chain` (given where there are several).
        An **error** is something that the API refuses or that is no protein; what has a **warning** can be ordered. Equal
        findings are given once, with all `names`. `omitted` counts what is left out: check fewer sequences at once to see it.

        | kind | what it means | source |
        | --- | --- | --- |
        | empty_chain (error) | nothing before, after or between `:` | the API's document, AAString |
        | internal_stop (error) | `*` within the sequence: a stop codon was translated | the API takes no `*` |
        | invalid_letter (error) | none of ACDEFGHIKLMNPQRSTVWY; B, J, O, U, X, Z are not made | the API's document, AAString |
        | nucleotides (error) | 30 or more letters, all of them A, C, G, T, U or N: DNA or RNA, not translated | our rule |
        | wrong_count (error) | epitope binning takes 4 to 28 sequences, a multiple of 4 | the API's document |
        | exact_duplicate | the same residues more than once in the set: each is paid for. Fine if a repeat is wanted | equality, upper case |
        | ordered_before | the same residues in an earlier experiment that is no draft: results may exist | the API's lists |
        | near_duplicate | an edit distance of 1 or 2 (from 20 residues on): variants, or a slip in copying | Levenshtein 1966, Sov. Phys. Dokl. 10:707 |
        | missing_control | no construct is marked `control` (affinity, screening, or no type given): a known binder makes the results comparable | guide to experiment types |
        | unexpected_format | not the `expected` one: vhh is one chain with one heavy-chain domain, scfv one chain with one of each, fab two chains with one each. A domain is known by its last strand, W-G-x-G-T…V-S or F-G-x-G-T-K… | the J-motif [FW]-G-x-G, IMGT; Muyldermans 2013, Annu. Rev. Biochem. 82:775 |
        | scfv_order | VL comes before VH, or no linker of small residues follows VH. The API's metadata name VH, linker, VL; both orders can work | Huston et al. 1988, PNAS 85:5879 |
        | length_outlier | modified z-score above 3.5 and more than 10 % off the median (5 or more designs): cut off or joined by mistake? | Iglewicz and Hoaglin 1993 |
        | start_methionine | some begin with M and others do not; or an expected antibody domain begins with M. Whether a start M stays depends on the next residue | Hirel et al. 1989, PNAS 86:8247 |
        | his_tag | six or more H at the end that `tag_location` does not name, within the chain, or in some designs only | the API's document, SequenceMetadata |
        | odd_cysteines | an odd number over all chains: at least one has no partner for a disulfide bond | counting |
        | homopolymer | six or more of one residue in a row, His tags aside | our rule |
        | low_complexity | 20 or more residues in windows of 12 below 2.2 bits, glycine-serine linkers aside | SEG: Wootton and Federhen 1993, Comput. Chem. 17:149 |
        | n_glycosylation | N-x-S/T with x not P. Matters in cells that glycosylate, not in bacteria or cell-free | Gavel and von Heijne 1990, Protein Eng. 3:433 |
        | deamidation | NG: an asparagine is most prone to turn into aspartate before glycine | Sydow et al. 2014, PLoS ONE 9:e100736 |
        | isomerisation | DG: an aspartate is most prone to turn into isoaspartate before glycine | Sydow et al. 2014, PLoS ONE 9:e100736 |

        The motifs occur in proteins that work, trastuzumab's CDRs among them: weigh them where the residue could touch the
        antigen. Controls are left out of the comparisons with other designs.

        `sha256` is the digest of the canonical FASTA: records sorted by the bytes of their names, `>` and the name, then the
        residues in upper case on one line. `foundry-mcp digest FILE` prints it for a file.
        """
}
