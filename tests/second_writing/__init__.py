# SPDX-License-Identifier: Apache-2.0
"""The model written a second time, in plain Python, from docs/model.md alone.

Read each file beside its section of the document: order and labels of the equations are the same.

    reading       how to read the equations; (N1)
    chance        streams, uniforms, decisions; what happens and what does not
    region        state variables
    opening       the region before the first month
    parameters    the numbers, by name
    processes     X-W, X-M, X-K                      beijing       Ch1
    washington    X-G, X-C, A1-A3, U1, U2, U4-U6     seoul         X-Omega, K1-K3
    moscow        R1-R6                              own_bomb      K4, V5
    pyongyang_supplies     D4                        tokyo         J1, J2
    pyongyang_beliefs      B1-B5, D0                 meetings      Mt1
    pyongyang_answer       D1, D3                    clauses       O1-O3, S2
    pyongyang_compliance   D7, D8                    diplomacy     S1
    pyongyang_provocation  X-theta, D2               crisis        X1, X2
    pyongyang_initiative   D5, D6                    alliance      V1-V4
    pyongyang_home         C1-C3, Ec1, Ec2, P1       month         the order of play
    timeline, steering     what a condition says, and decides in a trajectory
    series, outcomes       what is measured

`p` are the parameters, `region` is the state, `turn` the month. `seen` is the region as an agent sees what others do:
the region itself or, where all move at once, the region as it stood before anybody moved. A number that is marked
`literal` stands in the document as a bare number too.
"""
