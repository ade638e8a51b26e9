// Channels that are closed let nothing through, in any trajectory (invariants I22, I23; knock-outs of M1 to
// M35).
//
// Each row changes something from A to B. With its channel closed the outcomes named are equal, bit for bit,
// in every trajectory; with the channel open at least one of them is not, so that the test can fail.

#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "tests/agents/harness.hpp"

namespace {

using test::Overrides;

struct KnockOut {
  std::string_view mechanism;
  Overrides from;
  Overrides to;
  Overrides closed;                       // what closes the channel
  std::vector<std::string_view> outcomes; // equal when it is closed
  Overrides setting = {};                 // of both runs, open or closed
};

const std::vector<KnockOut> &knock_outs() {
  static const std::vector<KnockOut> all{
      {"M1 appetite", {{"th_P", 0.2}}, {{"th_P", 0.9}}, {{"r_0", 50}}, {"any_summit", "any_deal"}},
      {"M2 approval at home",
       {{"mu_G", 50}, {"G0", 50}},
       {{"mu_G", 34}, {"G0", 34}},
       {{"w_pol", 0}},
       {"dip_mean", "prop", "any_summit"},
       {{"z_opp", 0}}},
      {"M3 strategy",
       {{"lam_S", 4}},
       {{"lam_S", 1}},
       {{"st_den", -90}, {"st_sml", -90}, {"st_rec", -90}},
       {"st_switch"}},
      {"M4 rivalry",
       {{"th_K", -1}},
       {{"th_K", 1}},
       {{"w_Kr", 0},
        {"w_sh", 0},
        {"w_prov", 0},
        {"w_bw", 0},
        {"psiA", 0},
        {"w_pri", 0},
        {"th_att", 0},
        {"cCN", 0},
        {"r_0", 50}},
       {"st_rec_m", "st_den_m"}},
      {"M5a recognition",
       {{"v_rec", 0.5}},
       {{"v_rec", 2}},
       {{"st_rec", -90}},
       {"acc_rate", "deal3", "any_summit"}},
      {"M5b relief", {{"g_Z", 0}}, {{"g_Z", 0.015}}, {{"r_0", 50}}, {"E_T"}},
      {"M6 failure",
       {{"h_fail", 0}},
       {{"h_fail", 2}},
       {{"gs_0", 90}, {"cl_0", -90}},
       {"n_summit", "u_mean"},
       {{"st_sml", 1.5}}},
      {"M7 coherence",
       {{"C_bar", 0.2}},
       {{"C_bar", 0.8}},
       {{"z_B", 0}, {"r_0", 50}},
       {"u_mean"},
       {{"c_cred", 0}}},
      {"M8 preconditions",
       {{"r_0", 0.5}},
       {{"r_0", 1.4}},
       {{"lam_D", 0}, {"gs_V", 0}},
       {"acc_rate", "any_summit", "n_all"}},
      {"M9 hostility",
       {{"H0", 0.2}},
       {{"H0", 0.95}},
       {{"cHS", 0}},
       {"n_clash", "crisis_months", "any_summit"}},
      {"M10 mainland", {{"F0", 0.3}}, {{"F0", 0.9}}, {{"w_F", 0}, {"v_F", 0}}, {"st_sml_m", "deal2", "V_T"}},
      {"M11 second strike",
       {{"Q0", 0.05}},
       {{"Q0", 0.8}},
       {{"r_Q", 0}, {"w_T", 0}},
       {"acc_rate", "any_deal", "strat_tests"}},
      {"M12 Syria",
       {{"s_syr", 0}},
       {{"s_syr", 2}},
       {{"k_sr", 0}, {"phi_R", 0}},
       {"sr_mean", "strat_tests", "Q_T", "res_mean"}},
      {"M14 moment",
       {{"mu_G", 34}, {"G0", 34}},
       {{"mu_G", 50}, {"G0", 50}},
       {{"z_opp", 0}},
       {"acc_rate", "any_summit"},
       {{"w_pol", 0}}},
      {"M15 leverage", {{"th_lev", 0}}, {{"th_lev", 0.9}}, {{"lam_D", 0}}, {"n_icbm", "n_all"}},
      {"M16a load",
       {{"M0", 0}, {"m_up", 0}},
       {{"M0", 2}, {"m_dn", 0}},
       {{"th_att", 0}, {"z_opp", 0}, {"w_bw", 0}, {"psiA", 0}},
       {"strat_tests", "n_all", "dip_mean", "any_summit"}},
      {"M16c priority",
       {{"w_pri", 0}},
       {{"w_pri", 3}},
       {{"al_1", -90}, {"al_2", -90}, {"al_3", -90}, {"al_4", -90}, {"al_5", -90}, {"S0", 0}, {"r_0", 50}},
       {"dip_mean", "prop"}},
      {"M17a pooling",
       {{"q_S", 0}},
       {{"q_S", 1}},
       {{"h_cf", 0}},
       {"aid_mean", "LR_T", "any_summit", "n_all", "Q_T", "V_T"}},
      {"M17b learning", {{"h_cf", 0}}, {{"h_cf", 0.2}}, {{"z_B", 0}}, {"ent_T"}},
      {"M18a Ukraine",
       {{"h_cf", 0.005}},
       {{"h_cf", 0.15}},
       {{"cRU", 0}, {"a_U", 0}},
       {"n_all", "any_summit", "Q_T", "E_T", "D_T", "V_T", "LS_T"}},
      {"M18b recovery", {{"b_rec", 0}}, {{"b_rec", 0.9}}, {{"h_cf", 0}}, {"aid_mean", "any_summit"}},
      {"M19 plan",
       {{"pEnd", 47}},
       {{"pEnd", 11}},
       {{"d_E", 0}, {"r_E", 0}},
       {"D12", "any_summit"},
       {{"g_0", -0.003}}},
      {"M20 frustration", {{"h_cf", 0.005}}, {{"h_cf", 0.15}}, {{"d_T", 0}, {"d_E", 0}}, {"D_T"}},
      {"M21 technology", {{"q_T", 0}}, {{"q_T", 1}}, {{"chi", 0}}, {"n_tech", "Q_T", "any_summit"}},
      {"M22a displeasure",
       {{"w_rus", 0}},
       {{"w_rus", 1.5}},
       {{"cRU", 0}},
       {"Y_mean", "any_summit"},
       {{"th_K", -1}}},
      {"M22b trilateral logic",
       {{"w_tri", 0}},
       {{"w_tri", 2.5}},
       {{"cRU", 0}},
       {"Y_mean", "any_summit"},
       {{"th_K", 1}}},
      {"M23a Russian leverage",
       {{"q_S", 0}},
       {{"q_S", 1}},
       {{"cRU", 0}},
       {"res_mean", "acc_rate", "any_summit"},
       {{"h_cf", 0.1}}},
      {"M23b Chinese leverage",
       {{"y_0", 1.2}},
       {{"y_0", 0.1}},
       {{"cCN", 0}, {"w_court", 0}},
       {"res_mean", "acc_rate", "E_T"}},
      {"M24 asset",
       {{"th_K", -1}},
       {{"th_K", 1}},
       {{"w_asset", 0}, {"w_tri", 0}, {"w_court", 0}, {"w_sh", 0}, {"wAnn", 0}, {"w_dual", 0}},
       {"Y_mean", "NC_T"}},
      {"M25 courtship", {{"w_court", 0}}, {{"w_court", 4}}, {{"r_0", 50}}, {"court_months", "xk"}},
      {"M26 peace regime",
       {{"gs_N", 0}},
       {{"gs_N", 3}},
       {{"cCN", 0}},
       {"succ_rate", "any_deal"},
       {{"NC0", 0.9}, {"th_K", 1}}},
      {"M27 dual strategy",
       {{"om_al", 0}},
       {{"om_al", 1}},
       {{"w_dual", 0}},
       {"dual_months", "Pc_mean"},
       {{"st_rec", 1.5}, {"v_rec", 3}, {"gs_0", 1}}},
      {"M28 shared goal",
       {{"w_sh", 0}},
       {{"w_sh", 1.6}},
       {{"K0", 1}, {"k_up", 0}, {"k_co", 0}},
       {"press_months", "st_den_m", "any_summit"}},
      {"M29 turmoil",
       {{"p_calm", 0.5}},
       {{"p_calm", 0.01}},
       {{"Ostab", 0.2}},
       {"n_reaff", "V_T", "J_mean", "C_mean"}},
      {"M30 bypass", {{"h_RK", 0.6}}, {{"h_RK", 0.01}}, {{"r_0", 50}}, {"bypass", "J_mean"}},
      {"M31 exercises", {{"v_x", 0}}, {{"v_x", 2}}, {{"cAL", 0}}, {"V_T", "J_mean"}},
      {"M32 reaffirmation", {{"th_WD", 0}}, {{"th_WD", -4}}, {{"v_f", 0}, {"v_d", 0}}, {"J_mean", "V_T"}},
      {"M34 geopolitics",
       {{"th_geo", 0}},
       {{"th_geo", 1.5}},
       {{"cAL", 0}, {"r_0", 50}, {"z_B", 0}, {"w_EX", 0}, {"p_s", 0}, {"k_e", 0}},
       {"LS_T"}},
      {"M35 small deal",
       {{"st_sml", -1}},
       {{"st_sml", 1.5}},
       {{"v_d", 0}, {"v_x", 0}, {"v_F", 0}, {"v_f", 0}, {"j_d", 0}, {"j_b", 0}, {"j_X", 0}},
       {"V_T", "J_mean"}},
  };
  return all;
}

/// A coupling at 0, and a parameter on its other side that must then do nothing at all.
struct CutCoupling {
  std::string_view coupling;
  std::string_view parameter;
  double value;
};

constexpr std::array cut_couplings{
    CutCoupling{"cAT", "th_att", 2},  CutCoupling{"cAT", "oA", 2},     CutCoupling{"cDM", "w_D", 1},
    CutCoupling{"cCN", "w_cp", 2},    CutCoupling{"cCN", "gPc", 0.02}, CutCoupling{"cCN", "gs_N", 3},
    CutCoupling{"cAL", "v_x", 2},     CutCoupling{"cAL", "v_d", 2.5},  CutCoupling{"cAL", "rv_V", 10},
    CutCoupling{"cAL", "gsO", 2},     CutCoupling{"cCR", "k_e", 1.2},  CutCoupling{"cRU", "w_tri", 2.5},
    CutCoupling{"cRU", "w_rus", 1.5}, CutCoupling{"cRU", "d_T", 0.12}, CutCoupling{"cRU", "k_sr", 2}};

/// The settings in the order given: a later one wins.
test::Run run_of(std::initializer_list<Overrides> parts) {
  Overrides together;
  for (const Overrides &part : parts) together.insert(together.end(), part.begin(), part.end());
  return test::Run(test::condition(together));
}

} // namespace

TEST_CASE("a closed channel lets nothing through, in any trajectory") { // I22
  for (const KnockOut &one : knock_outs()) {
    const auto closed_from = run_of({one.setting, one.from, one.closed});
    const auto closed_to = run_of({one.setting, one.to, one.closed});
    const auto open_from = run_of({one.setting, one.from});
    const auto open_to = run_of({one.setting, one.to});
    CAPTURE(one.mechanism);
    bool passes_when_open = false;
    for (const std::string_view outcome : one.outcomes) {
      CAPTURE(outcome);
      CHECK(test::identical(closed_from[outcome], closed_to[outcome]));
      passes_when_open = passes_when_open || !test::identical(open_from[outcome], open_to[outcome]);
    }
    CHECK(passes_when_open);
  }
}

TEST_CASE("a coupling that is cut leaves the other side's parameters without any effect") { // I23
  for (const CutCoupling &cut : cut_couplings) {
    CAPTURE(cut.coupling);
    CAPTURE(cut.parameter);
    CHECK(test::identical(run_of({{{cut.coupling, 0}}}).all(),
                          run_of({{{cut.coupling, 0}, {cut.parameter, cut.value}}}).all()));
    CHECK_FALSE(test::identical(run_of({}).all(), run_of({{{cut.parameter, cut.value}}}).all()));
  }
}

TEST_CASE("a deal that freezes missiles does not touch the second strike") { // M13
  const Overrides unseen{{"w_F", 0}, {"v_F", 0}};
  const auto free = run_of({unseen, {{"fz_F", 0}}});
  const auto frozen = run_of({unseen, {{"fz_F", 0.95}}});
  CHECK(test::identical(free["Q_T"], frozen["Q_T"]));
  CHECK(test::estimate(frozen["F_T"]).mean < test::estimate(free["F_T"]).mean);
}
