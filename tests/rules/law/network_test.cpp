/// The enumeration against the evaluator: the same trees, case by case.

#include "rules/law/network.hpp"

#include "rules/law/cells.hpp"
#include "tests/rules/law/essai.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace rules::law {
namespace network_test {

using essai::catalogue;
using essai::field;

Condition leaf_of(std::string_view name, Comparison comparison, std::int64_t raw) {
    Condition condition;
    condition.kind = Condition::Kind::leaf;
    condition.leaf = {field(name), comparison, {Value{raw}}, "", ""};
    return condition;
}

Condition some_tree(int depth) {
    int const kind = *rc::gen::inRange(0, depth == 0 ? 4 : 9);
    if (kind == 0) return leaf_of("inscrit_ft", Comparison::is, 1);
    if (kind == 1) return leaf_of("statut", Comparison::is, *rc::gen::inRange<std::int64_t>(0, 3));
    if (kind <= 3) {
        auto const comparison = *rc::gen::element(
            Comparison::less, Comparison::at_most, Comparison::at_least, Comparison::more, Comparison::is
        );
        return leaf_of("age", comparison, *rc::gen::inRange<std::int64_t>(-1, 4) * 30);
    }
    Condition condition;
    int const parts = kind == 4 ? 1 : *rc::gen::inRange(2, 4);
    for (int i = 0; i < parts; ++i) condition.parts.push_back(some_tree(depth - 1));
    condition.kind = kind == 4   ? Condition::Kind::not_
                     : kind <= 6 ? Condition::Kind::all
                     : kind == 7 ? Condition::Kind::any
                                 : Condition::Kind::at_least;
    condition.count = std::max(1, parts - 1);
    return condition;
}

/// What the enumeration should find, by trying every person there is.
struct Brute {
    bool ever = false, ever_not = false;
    std::vector<bool> changed;  // by node, in order
};

void nodes_of(const Condition& tree, std::vector<std::pair<const Condition*, const Condition*>>& nodes) {
    for (const Condition& part : tree.parts) {
        nodes.emplace_back(&part, &tree);
        nodes_of(part, nodes);
    }
}

TEST(Network, FindsWhatTryingEveryoneFinds) {
    bool const held = rc::check([] {
        Measure measure;
        Version version;
        version.conditions = some_tree(3);
        std::vector<std::pair<const Condition*, const Condition*>> nodes;
        nodes_of(version.conditions, nodes);
        Brute brute;
        brute.changed.assign(nodes.size(), false);
        Situation someone;
        for (std::int64_t age = 0; age <= 120; age += 1) {
            if (age % 30 > 1 && age % 30 < 29) continue;  // far from every bound nothing changes
            for (std::int64_t status = 0; status < 8; ++status) {
                for (bool const registered : {false, true}) {
                    someone.set(field("age"), of_int(age));
                    someone.set(field("statut"), Value{status});
                    someone.set(field("inscrit_ft"), of_bool(registered));
                    Setting setting{catalogue().vocabulary(), measure, version, someone, Day{}};
                    Truth const truth = evaluate(version.conditions, setting, Verifying::open);
                    (truth == Truth::yes ? brute.ever : brute.ever_not) = true;
                    for (std::size_t i = 0; i < nodes.size(); ++i) {
                        setting.forced = nodes[i].first;
                        setting.forced_to =
                            nodes[i].second->kind == Condition::Kind::all ? Truth::yes : Truth::no;
                        if (evaluate(version.conditions, setting, Verifying::open) != truth)
                            brute.changed[i] = true;
                    }
                }
            }
        }
        Situation const nobody;
        Network const network(Setting{catalogue().vocabulary(), measure, version, nobody, Day{}});
        auto const found = network.enumerate();
        RC_ASSERT(found.has_value());
        RC_ASSERT(found->never == !brute.ever);
        RC_ASSERT(found->always == !brute.ever_not);
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            bool const listed = std::count(found->useless.begin(), found->useless.end(), nodes[i].first) > 0;
            bool const judged = nodes[i].second->kind != Condition::Kind::not_;
            if (listed) RC_ASSERT(judged && !brute.changed[i]);
            if (judged && brute.changed[i]) RC_ASSERT(!listed);
        }
        // A clause that changes nothing is listed, or stands inside one that is.
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (brute.changed[i] || nodes[i].second->kind == Condition::Kind::not_) continue;
            bool covered = false;
            for (const Condition* clause : found->useless) {
                std::vector<std::pair<const Condition*, const Condition*>> inside{{clause, nullptr}};
                nodes_of(*clause, inside);
                for (auto const& [node, parent] : inside) covered = covered || node == nodes[i].first;
            }
            RC_ASSERT(covered);
        }
    });
    EXPECT_TRUE(held);
}

TEST(Cells, CoverTheDomainOnce) {
    Measure const measure;
    Version const version;
    Situation const nobody;
    Setting const setting{catalogue().vocabulary(), measure, version, nobody, Day{}};
    Condition const young = leaf_of("age", Comparison::less, 26),
                    old = leaf_of("age", Comparison::at_most, 29);
    std::vector<const Leaf*> const leaves{&young.leaf, &old.leaf};
    auto const found = cells(field("age"), leaves, setting);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[1].sample, of_int(26));
    EXPECT_EQ(found[2].sample, of_int(30));
    double sum = 0;
    for (const Cell& cell : found) sum += cell.weight;
    EXPECT_DOUBLE_EQ(sum, 1);
}

}  // namespace network_test
}  // namespace rules::law
