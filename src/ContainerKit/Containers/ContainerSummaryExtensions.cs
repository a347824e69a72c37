using ContainerKit.Containers;

namespace ContainerKit;

/// <summary>The members of <see cref="ContainerSummary"/> that return a handle.</summary>
public static class ContainerSummaryExtensions
{
    extension(ContainerSummary summary)
    {
        /// <summary>The handle of the container. Disposing it does not remove the container.</summary>
        public Container Container
        {
            get
            {
                ArgumentNullException.ThrowIfNull(summary);
                return Container.From(((ListedContainer)summary.Handle!).GetClient(summary));
            }
        }
    }
}
