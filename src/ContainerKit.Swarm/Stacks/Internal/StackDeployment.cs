namespace ContainerKit.Swarm.Stacks;

/// <summary>Creates the objects of a stack as parts of a plan.</summary>
internal static class StackDeployment
{
    public static async Task<SwarmStack> RunAsync(StepContext context, StackSpec spec)
    {
        var names = new StackNames(spec.Name);
        // Newest first is the order of a failed plan's cleanup, so that the objects that services use are created before them.
        var owned = new List<IAsyncDisposable>();
        foreach (var secret in spec.Secrets)
        {
            owned.Add(await context.RunAsync(SwarmSecret.Create(new SecretSpec(names.For(secret.Name), secret.Content)
            {
                Labels = names.AddLabel(secret.Labels),
                TemplateDriver = secret.TemplateDriver,
            })).ConfigureAwait(false));
        }

        foreach (var config in spec.Configs)
        {
            owned.Add(await context.RunAsync(SwarmConfig.Create(new ConfigSpec(names.For(config.Name), config.Content)
            {
                Labels = names.AddLabel(config.Labels),
                TemplateDriver = config.TemplateDriver,
            })).ConfigureAwait(false));
        }

        foreach (var network in WithDefaultNetwork(spec))
        {
            owned.Add(await context.RunAsync(Network.Create(network with
            {
                Name = names.For(network.Name!),
                Driver = network.Driver == "bridge" ? "overlay" : network.Driver,
                Labels = names.AddLabel(network.Labels),
            })).ConfigureAwait(false));
        }

        var services = await context.RunAsync(Plan.All<SwarmService>(
        [
            .. spec.Services.Select(service => service.Image.Deploy(names.For(service.Name), Resolve(spec, service, names))),
        ])).ConfigureAwait(false);
        owned.AddRange(services);
        owned.Reverse();
        return new SwarmStack(context.Engine, spec.Name, owned);
    }

    private static IEnumerable<NetworkSpec> WithDefaultNetwork(StackSpec spec) =>
        spec.Services.Any(service => service.Spec.Networks.Count == 0)
            && spec.Networks.All(network => network.Name != StackNames.DefaultNetwork)
            ? spec.Networks.Append(new NetworkSpec { Name = StackNames.DefaultNetwork })
            : spec.Networks;

    // Names of the stack's own objects get the prefix; other names are objects outside of the stack.
    private static ServiceSpec Resolve(StackSpec stack, StackService service, StackNames names)
    {
        var spec = service.Spec;
        var networks = stack.Networks.Select(network => network.Name!).ToHashSet();
        IEnumerable<NetworkAttachment> attachments = spec.Networks;
        if (spec.Networks.Count == 0)
        {
            attachments = [new NetworkAttachment(StackNames.DefaultNetwork)];
            networks.Add(StackNames.DefaultNetwork);
        }

        return spec with
        {
            Labels = names.AddLabel(spec.Labels),
            ContainerLabels = names.AddLabel(spec.ContainerLabels),
            Networks =
            [
                .. attachments.Select(each => networks.Contains(each.Network)
                    ? new NetworkAttachment(names.For(each.Network)) { Aliases = [.. each.Aliases.Append(service.Name).Distinct()] }
                    : each),
            ],
            Secrets = [.. spec.Secrets.Select(each => Resolve(each, stack.Secrets.Select(secret => secret.Name), names))],
            Configs = [.. spec.Configs.Select(each => Resolve(each, stack.Configs.Select(config => config.Name), names))],
        };
    }

    private static ServiceFileReference Resolve(ServiceFileReference reference, IEnumerable<string> own, StackNames names) =>
        own.Contains(reference.Name)
            ? new ServiceFileReference(names.For(reference.Name))
            {
                Target = reference.Target,
                Uid = reference.Uid,
                Gid = reference.Gid,
                Mode = reference.Mode,
            }
            : reference;
}
