namespace ContainerKit.Swarm.Tests.Secrets;

/// <summary>Secrets and configs, compared with <c>docker secret</c> and <c>docker config</c>.</summary>
public sealed class SecretTests : SwarmTest
{
    private const string Content = "planted-swarm-secret-7Qm2xT";

    [SwarmFact]
    public async Task Secret_is_created_found_listed_and_removed()
    {
        var name = Unique("secret");
        await using var secret = await SwarmSecret.Create(
            new SecretSpec(name, Content) { Labels = new Dictionary<string, string> { ["app"] = "shop" } }).On(Manager).ExecuteAsync(Token);

        (await SwarmCli.GetOutputAsync("secret", "inspect", name, "--format", "{{.ID}} {{index .Spec.Labels \"app\"}}"))
            .Should().Be($"{secret.Id} shop");
        var details = await secret.InspectAsync(Token);
        (details.Id, details.Name, details.Labels["app"]).Should().Be((secret.Id, name, "shop"));
        (await Manager.ListSecretsAsync(Token)).Should().ContainSingle(each => each.Id == secret.Id).Which.Should().BeEquivalentTo(details);
        await using (var found = await SwarmSecret.Find(name).On(Manager).ExecuteAsync(Token)) found.Id.Should().Be(secret.Id);
        (await ExistsAsync("secret", name)).Should().BeTrue("disposing a handle that was found removes nothing");

        await secret.RemoveAsync(Token);

        (await ExistsAsync("secret", name)).Should().BeFalse();
        await secret.RemoveAsync(Token);
        var inspect = () => secret.InspectAsync(Token);
        (await inspect.Should().ThrowAsync<SecretNotFoundException>()).Which.Secret.Should().Be(secret.Id);
    }

    [SwarmFact]
    public async Task Config_is_created_found_listed_and_removed()
    {
        var name = Unique("config");
        byte[] content = [1, 0, 255, 10];
        await using var config = await Manager.CreateConfigAsync(new ConfigSpec(name, content), Token);

        var details = await config.InspectAsync(Token);
        details.Content.ToArray().Should().Equal(content);
        (await SwarmCli.GetOutputAsync("config", "inspect", name, "--format", "{{.ID}} {{json .Spec.Data}}"))
            .Should().Be($"{config.Id} \"{Convert.ToBase64String(content)}\"");
        (await Manager.ListConfigsAsync(Token)).Should().ContainSingle(each => each.Id == config.Id);
        (await Manager.FindConfigAsync(config.Id, Token)).Name.Should().Be(name);

        await config.DisposeAsync();

        (await ExistsAsync("config", name)).Should().BeFalse();
        var find = () => Manager.FindConfigAsync(name, Token);
        (await find.Should().ThrowAsync<ConfigNotFoundException>()).Which.Config.Should().Be(name);
    }

    [SwarmFact]
    public async Task Name_of_another_secret_or_config_throws_NameConflict()
    {
        var name = Unique("taken");
        await using var secret = await Manager.CreateSecretAsync(new SecretSpec(name, Content), Token);
        await using var config = await Manager.CreateConfigAsync(new ConfigSpec(name, "x"), Token);

        var again = () => Manager.CreateSecretAsync(new SecretSpec(name, "other"), Token);
        var configAgain = () => Manager.CreateConfigAsync(new ConfigSpec(name, "other"), Token);

        var error = (await again.Should().ThrowAsync<NameConflictException>()).Which;
        error.Name.Should().Be(name);
        (error.RemovedResources.Count, error.RemainingResources.Count).Should().Be((0, 0), "nothing was created");
        (await configAgain.Should().ThrowAsync<NameConflictException>())
            .WithMessage($"Could not create config {name}*Another config has that name*");
        (await ExistsAsync("secret", name)).Should().BeTrue("the failed plan removes only what it created");
        (await secret.InspectAsync(Token)).Id.Should().Be(secret.Id);
    }

    [SwarmFact]
    public async Task Secret_and_config_that_a_service_uses_are_not_removed()
    {
        var (name, service) = (Unique("used"), Unique("user"));
        using var log = new CollectedLog();
        await using var engine = new DockerEngine(new() { Endpoint = new Uri(SwarmNodes.EndpointOf(1)), LoggerFactory = log });
        var secret = await engine.CreateSecretAsync(new SecretSpec(name, Content), Token);
        var config = await engine.CreateConfigAsync(new ConfigSpec(name, "x"), Token);
        await SwarmCli.GetOutputAsync("service", "create", "--name", service, "--secret", name, "--config", name,
            "--stop-grace-period", "0s", "--detach", Busybox, "sleep", "infinity");
        try
        {
            var remove = () => secret.RemoveAsync(Token);
            var removeConfig = () => config.RemoveAsync(Token);

            var error = (await remove.Should().ThrowAsync<SecretInUseException>()).Which;
            (error.Secret, error.Services.Single()).Should().Be((name, service));
            (await removeConfig.Should().ThrowAsync<ConfigInUseException>()).Which.Services.Should().Equal(service);

            // A disposal does not throw, but reports the failure in the log.
            await (await engine.FindSecretAsync(name, Token)).DisposeAsync();
            log.Text.Should().NotContain("Error 62");
            await secret.DisposeAsync();
            log.Text.Should().Contain($"Error 62: Could not remove secret {name}.");
        }
        finally
        {
            await SwarmCli.GetOutputAsync("service", "rm", service);
            await secret.RemoveAsync(CancellationToken.None);
            await config.DisposeAsync();
        }

        (await ExistsAsync("secret", name)).Should().BeFalse();
        (await ExistsAsync("config", name)).Should().BeFalse();
        log.Text.Should().NotContain(Content).And.NotContain(Convert.ToBase64String("planted-swarm-secret-7Qm2xT"u8));
    }

    [SwarmFact]
    public async Task Plan_that_fails_removes_its_secret_and_reports_it()
    {
        var name = Unique("failed");
        var plan = SwarmSecret.Create(name, Content).Then<string>(_ => throw new InvalidOperationException("stop"));
        var exists = false;
        var failing = SwarmSecret.Create(name, Content).Then(_ => Plan.Create<string>("fail", async context =>
        {
            exists = await ExistsAsync("secret", name);
            return (await context.Engine.FindSecretAsync("no-such-secret", context.CancellationToken)).Name;
        }));

        var run = () => failing.On(Manager).ExecuteAsync(Token);
        var error = (await run.Should().ThrowAsync<SecretNotFoundException>()).Which;

        exists.Should().BeTrue();
        error.RemovedResources.Should().Equal($"secret {name}");
        (await ExistsAsync("secret", name)).Should().BeFalse();
        await plan.On(Manager).Awaiting(each => each.ExecuteAsync(Token)).Should().ThrowAsync<InvalidOperationException>();
        (await ExistsAsync("secret", name)).Should().BeFalse();
    }

    [SwarmFact]
    public async Task Plan_with_another_result_removes_its_secret_and_one_in_the_result_stays()
    {
        var (temporary, kept) = (Unique("temporary"), Unique("kept"));

        var length = await SwarmSecret.Create(temporary, Content).Select(secret => secret.Name.Length).On(Manager).ExecuteAsync(Token);
        var both = Plan.All(SwarmSecret.Create(kept, Content), SwarmConfig.Create(kept, "x"));
        var (first, second) = await both.On(Manager).ExecuteAsync(Token);

        length.Should().Be(temporary.Length);
        (await ExistsAsync("secret", temporary)).Should().BeFalse();
        (await ExistsAsync("secret", kept)).Should().BeTrue();
        (await ExistsAsync("config", kept)).Should().BeTrue();
        await first.DisposeAsync();
        await second.DisposeAsync();
        (await ExistsAsync("secret", kept)).Should().BeFalse();
        (await ExistsAsync("config", kept)).Should().BeFalse();
    }

    [SwarmFact]
    public async Task Plan_that_is_canceled_leaves_no_secret()
    {
        for (var delay = 0; delay < 20; delay++)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
            source.CancelAfter(TimeSpan.FromMilliseconds(delay));
            try
            {
                await using var secret = await Manager.CreateSecretAsync(new SecretSpec(Unique($"canceled{delay}"), Content), source.Token);
            }
            catch (OperationCanceledException e)
            {
                e.CancellationToken.IsCancellationRequested.Should().BeTrue();
            }

            (await ExistsAsync("secret", Unique($"canceled{delay}"))).Should().BeFalse();
        }
    }

    [SwarmFact]
    public async Task Error_messages_and_logs_do_not_contain_the_content()
    {
        using var log = new CollectedLog();
        await using var engine = new DockerEngine(new() { Endpoint = new Uri(SwarmNodes.EndpointOf(1)), LoggerFactory = log });
        var spec = new SecretSpec(Unique("planted"), Content);
        await using var secret = await engine.CreateSecretAsync(spec, Token);

        var again = () => engine.CreateSecretAsync(spec, Token);

        var error = (await again.Should().ThrowAsync<NameConflictException>()).Which;
        string[] texts = [error.ToString(), log.Text, spec.ToString(), SwarmSecret.Create(spec).ToString(), secret.ToString()];
        foreach (var text in texts)
            text.Should().NotBeEmpty().And.NotContain(Content).And.NotContain(Convert.ToBase64String("planted-swarm-secret-7Qm2xT"u8));
        typeof(SecretSpec).GetProperties().Select(property => property.Name).Should().NotContain("Content");
    }

    private static async Task<bool> ExistsAsync(string kind, string name) => (await SwarmCli.TryAsync(1, kind, "inspect", name)).Code == 0;
}
