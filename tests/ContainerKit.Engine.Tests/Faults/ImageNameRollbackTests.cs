using System.Text.RegularExpressions;

namespace ContainerKit.Engine.Tests.Faults;

/// <summary>A chain that fails undoes what it did to the names of images, and no more than that.</summary>
public sealed class ImageNameRollbackTests(LeftoverCheck leftovers) : EngineTests(leftovers)
{
    // What it says is how it failed; only that it does counts here.
    private static readonly Func<Image, CancellationToken, Task> _fail = (_, _) => throw new InvalidOperationException("on purpose");

    [Fact(Timeout = TimeLimit)]
    public async Task Failed_plan_moves_an_image_name_back_to_the_previous_image()
    {
        var (name, owner) = await TakenNameAsync();
        var label = Guid.NewGuid().ToString("N");

        var running = async () => await Commit(name, label).Do(_fail).ExecuteAsync(Token);

        await running.Should().ThrowAsync<InvalidOperationException>();
        (await DisposeProbe.ImageIdAsync(name, Token)).Should().Be(owner);
        (await DisposeProbe.FindAsync(Label(label), Token)).Should().BeEmpty("what the chain committed has no name left, and is gone");
        await RemoveAsync(name);
    }

    [Theory(Timeout = TimeLimit)]
    [InlineData("POST .*/tag", FaultKind.ResetBeforeResponse)]
    [InlineData("POST .*/tag", FaultKind.ResetBeforeForward)]
    [InlineData("DELETE .*/images/", FaultKind.ResetBeforeForward)]
    [InlineData("DELETE .*/images/", FaultKind.Status500)]
    public async Task Image_name_rollback_retries_a_broken_request(string broken, FaultKind kind)
    {
        var (name, owner) = await TakenNameAsync();
        var label = Guid.NewGuid().ToString("N");
        var chain = Commit(name, label).Do(_fail);
        var request = await WhichAsync(chain, broken);
        await using var proxy = await EngineProxy.StartAsync(new Fault(request, kind));
        await using var engine = new DockerEngine(proxy.Options);

        var running = async () => await chain.On(engine).ExecuteAsync(Token);

        await running.Should().ThrowAsync<InvalidOperationException>();
        proxy.IsFaultHit.Should().BeTrue();
        (await DisposeProbe.ImageIdAsync(name, Token)).Should().Be(owner);
        (await DisposeProbe.FindAsync(Label(label), Token)).Should().BeEmpty();
        await RemoveAsync(name);
    }

    [Fact(Timeout = TimeLimit)]
    public async Task Failed_plan_that_tagged_an_image_keeps_the_previous_names_of_the_image()
    {
        var (taken, owner) = await TakenNameAsync();
        var (tagged, id) = await TakenNameAsync();

        var running = async () => await Image.Local(tagged).Tag(taken).Do(_fail).ExecuteAsync(Token);

        await running.Should().ThrowAsync<InvalidOperationException>();
        (await DisposeProbe.ImageIdAsync(taken, Token)).Should().Be(owner);
        (await DisposeProbe.ImageIdAsync(tagged, Token)).Should().Be(id);
        await RemoveAsync(taken);
        await RemoveAsync(tagged);
    }

    private static ImagePlan Commit(string name, string label) => Image.Pull("busybox")
        .Run(new ContainerSpec("sleep", "infinity") { Labels = new Dictionary<string, string> { [FaultMatrix.Label] = label } })
        .Exec("touch", "/x").Commit(name);

    private static string Label(string value) => $"{FaultMatrix.Label}={value}";

    private static async Task<int> WhichAsync(ImagePlan chain, string request)
    {
        await using var proxy = await EngineProxy.StartAsync();
        await using var engine = new DockerEngine(proxy.Options);
        var clean = async () => await chain.On(engine).ExecuteAsync(Token);
        await clean.Should().ThrowAsync<InvalidOperationException>();
        return 1 + proxy.Requests.ToList().FindIndex(asked => Regex.IsMatch(asked, request));
    }

    /// <summary>A name on an image of its own.</summary>
    private async Task<(string Name, string Id)> TakenNameAsync()
    {
        var name = NewImageName("ck-fault-taken");
        var image = await Image.Pull("busybox").Run("sleep", "infinity").Exec("touch", "/" + Guid.NewGuid().ToString("N")).Commit(name).ExecuteAsync(Token);
        return (name, image.Id);
    }

    private static Task RemoveAsync(string name) => DisposeProbe.RemoveAsync(new Leftover("image", name), Token);
}
