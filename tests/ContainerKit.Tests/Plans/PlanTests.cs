using ContainerKit.Plans;

namespace ContainerKit.Tests;

public sealed class PlanTests
{
    [Fact]
    public void A_plan_draws_its_steps()
    {
        var plan = Image.Pull("ubuntu").Run("sleep", "infinity").Exec("touch", "/x").Commit("my:0.1");

        plan.ToString().Should().Be("pull ubuntu:latest → run sleep infinity → exec touch /x → commit my:0.1");
    }

    [Fact]
    public void Each_verb_is_drawn()
    {
        var container = Image.Local("a").Run(new ContainerSpec("ls") { Name = "web" });

        container.ToCompletion().ToString().Should().Be("local a:latest → run --name web ls → to completion");
        container.Output().ToString().Should().Be("local a:latest → run --name web ls → output");
        container.Capture("id", "-u").ToString().Should().Be("local a:latest → run --name web ls → capture id -u");
        container.Do((_, _) => Task.CompletedTask).ToString().Should().EndWith(" → do");
        container.Commit("b").Tag("c/d:1").Push().ToString().Should().EndWith(" → commit b:latest → tag c/d:1 → push");
        container.Select(it => it.Name.Length).ToString().Should().EndWith(" → as Int32");
        Image.Pull("a").Push(new RegistryCredential("alice", "s3cret")).ToString().Should().Be("pull a:latest → push as alice");
    }

    [Fact]
    public void Options_make_another_plan_of_the_same_type_and_leave_the_first_as_it_was()
    {
        using var engine = new DockerEngine();
        var image = Image.Pull("a");
        var container = image.Run();

        // The static types are the point: each of these lines would not compile if an option lost them.
        ImagePlan[] images = [image.On(engine), image.WithProgress(new Progress<PlanProgress>()), image.KeepOnFailure(), image.Once()];
        ContainerPlan[] containers = [container.On(engine), container.WithProgress(new Progress<PlanProgress>()), container.KeepOnFailure(), container.Once()];

        images.Should().AllSatisfy(plan => plan.Should().NotBeSameAs(image).And.Match<ImagePlan>(p => p.ToString() == image.ToString()));
        containers.Should().AllSatisfy(plan => plan.Should().NotBeSameAs(container).And.Match<ContainerPlan>(p => p.ToString() == container.ToString()));
        image.Options.Should().Be(PlanOptions.None);
    }

    [Fact]
    public void Options_hold_for_the_whole_chain_wherever_they_stand()
    {
        using var engine = new DockerEngine();

        var plan = Image.Pull("a").On(engine).Run("b").KeepOnFailure().Exec("c").Output();

        (plan.Options.Engine, plan.Options.KeepOnFailure).Should().Be((engine.ApiClient, true));
    }

    [Fact]
    public void Branches_know_nothing_of_each_other()
    {
        var ubuntu = Image.Pull("ubuntu");
        var (one, two) = (ubuntu.Run("a").Exec("b"), ubuntu.Run("c"));

        ubuntu.ToString().Should().Be("pull ubuntu:latest");
        one.ToString().Should().Be("pull ubuntu:latest → run a → exec b");
        two.ToString().Should().Be("pull ubuntu:latest → run c");
    }

    [Fact]
    public void All_draws_each_of_its_plans()
    {
        Plan.All(Image.Pull("a").Run("x"), Image.Pull("b").Run("y")).ToString().Should().Be("all(pull a:latest → run x; pull b:latest → run y)");
        Plan.All<Container>(Image.Pull("a").Run(), Image.Pull("b").Run(), Image.Pull("c").Run(), Image.Pull("d").Run()).ToString()
            .Should().Be("all(pull a:latest → run; pull b:latest → run; pull c:latest → run; pull d:latest → run)");
    }

    [Theory]
    [InlineData("My:0.1", "lower case")]
    [InlineData("my:0.1 ", "white space")]
    [InlineData("my@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "has a digest")]
    public void A_name_that_no_image_can_get_is_refused_when_it_is_described(string name, string reason)
    {
        var container = Image.Pull("a").Run();

        FluentActions.Invoking(() => container.Commit(name)).Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
        FluentActions.Invoking(() => Image.Pull("a").Tag(name)).Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void A_container_that_is_started_again_for_ever_has_no_completion()
    {
        var restarting = Image.Pull("a").Run(new ContainerSpec { Restart = RestartPolicy.Always });

        FluentActions.Invoking(() => restarting.Output()).Should().Throw<InvalidOperationException>().WithMessage("*never completes*");
        FluentActions.Invoking(() => restarting.ToCompletion()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_null_is_refused_when_it_is_described()
    {
        FluentActions.Invoking(() => Image.Pull("a").On(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Image.Pull("a").Run((ContainerSpec)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Plan.All(Image.Pull("a"), null!)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void What_a_person_talks_with_at_once_cannot_be_waited_for_first() =>
        FluentActions.Invoking(() => Image.Pull("busybox").Run(new ContainerSpec("sh") { Wait = Wait.ForLog("ready") }).Interactive())
            .Should().Throw<InvalidOperationException>().WithMessage("*WaitFor before Interactive*");
}
