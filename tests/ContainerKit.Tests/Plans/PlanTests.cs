using ContainerKit.Plans;

namespace ContainerKit.Tests.Plans;

public sealed class PlanTests
{
    [Fact]
    public void A_plan_is_shown_as_its_steps()
    {
        var plan = Image.Pull("ubuntu").Run("sleep", "infinity").Exec("touch", "/x").Commit("my:0.1");

        plan.ToString().Should().Be("pull ubuntu:latest → run sleep infinity → exec touch /x → commit my:0.1");
    }

    [Fact]
    public void Each_kind_of_step_is_shown_in_the_text_of_a_plan()
    {
        var container = Image.Local("a").Run(new ContainerSpec("ls") { Name = "web" });

        container.ToCompletion().ToString().Should().Be("local a:latest → run --name web ls → to completion");
        container.Output().ToString().Should().Be("local a:latest → run --name web ls → output");
        container.Capture("id", "-u").ToString().Should().Be("local a:latest → run --name web ls → capture id -u");
        container.Do((_, _) => Task.CompletedTask).ToString().Should().EndWith(" → do");
        container.Commit("b").Tag("c/d:1").Push().ToString().Should().EndWith(" → commit b:latest → tag c/d:1 → push");
        container.Select(it => it.Name.Length).ToString().Should().EndWith(" → as Int32");
        Image.Pull("a").Push(new RegistryCredential("alice", "s3cret")).ToString()
            .Should().Be("pull a:latest → push as alice");
    }

    [Fact]
    public void Plan_options_return_a_new_plan_of_the_same_type_and_do_not_change_the_original()
    {
        using var engine = new DockerEngine();
        var image = Image.Pull("a");
        var container = image.Run();

        // The static types matter: these lines would not compile if an option returned another type.
        ImagePlan[] images =
            [image.On(engine), image.WithProgress(new Progress<PlanProgress>()), image.KeepOnFailure(), image.Once()];
        ContainerPlan[] containers = [container.On(engine), container.WithProgress(new Progress<PlanProgress>()),
            container.KeepOnFailure(), container.Once()];

        images.Should().AllSatisfy(plan => plan
            .Should().NotBeSameAs(image).And.Match<ImagePlan>(p => p.ToString() == image.ToString()));
        containers.Should().AllSatisfy(plan => plan
            .Should().NotBeSameAs(container).And.Match<ContainerPlan>(p => p.ToString() == container.ToString()));
        image.Options.Should().Be(PlanOptions.None);
    }

    [Fact]
    public void Plan_options_apply_to_the_whole_plan_regardless_of_their_position()
    {
        using var engine = new DockerEngine();

        var plan = Image.Pull("a").On(engine).Run("b").KeepOnFailure().Exec("c").Output();

        (plan.Options.Engine, plan.Options.KeepOnFailure).Should().Be((engine.ApiClient, true));
    }

    [Fact]
    public void Plans_that_share_their_first_step_are_independent_of_each_other()
    {
        var ubuntu = Image.Pull("ubuntu");
        var (one, two) = (ubuntu.Run("a").Exec("b"), ubuntu.Run("c"));

        ubuntu.ToString().Should().Be("pull ubuntu:latest");
        one.ToString().Should().Be("pull ubuntu:latest → run a → exec b");
        two.ToString().Should().Be("pull ubuntu:latest → run c");
    }

    [Fact]
    public void Plan_All_is_shown_with_each_of_its_plans()
    {
        Plan.All(Image.Pull("a").Run("x"), Image.Pull("b").Run("y")).ToString()
            .Should().Be("all(pull a:latest → run x; pull b:latest → run y)");
        Plan.All<Container>(Image.Pull("a").Run(), Image.Pull("b").Run(), Image.Pull("c").Run(), Image.Pull("d").Run())
            .ToString()
            .Should().Be("all(pull a:latest → run; pull b:latest → run; pull c:latest → run; pull d:latest → run)");
    }

    [Theory]
    [InlineData("My:0.1", "lower case")]
    [InlineData("my:0.1 ", "white space")]
    [InlineData("my@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "has a digest")]
    public void An_invalid_image_name_for_commit_or_tag_is_rejected_when_the_plan_is_created(string name, string reason)
    {
        var container = Image.Pull("a").Run();

        FluentActions.Invoking(() => container.Commit(name)).Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
        FluentActions.Invoking(() => Image.Pull("a").Tag(name))
            .Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
    }

    [Fact]
    public void Waiting_for_completion_of_a_container_that_always_restarts_is_rejected()
    {
        var restarting = Image.Pull("a").Run(new ContainerSpec { Restart = RestartPolicy.Always });

        FluentActions.Invoking(() => restarting.Output())
            .Should().Throw<InvalidOperationException>().WithMessage("*never completes*");
        FluentActions.Invoking(() => restarting.ToCompletion()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_null_argument_is_rejected_when_the_plan_is_created()
    {
        FluentActions.Invoking(() => Image.Pull("a").On(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Image.Pull("a").Run((ContainerSpec)null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => Plan.All(Image.Pull("a"), null!)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void An_interactive_plan_with_a_wait_in_its_spec_is_rejected() =>
        FluentActions.Invoking(() => Image.Pull("busybox").Run(new ContainerSpec("sh") { Wait = Wait.ForLog("ready") })
            .Interactive())
            .Should().Throw<InvalidOperationException>().WithMessage("*WaitFor before Interactive*");
}
