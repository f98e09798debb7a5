/* What the portal has pages for: each area's table stands with its pages. */
#include <stddef.h>

#include "web/portal.h"
#include "web/portal_evidence.h"
#include "web/portal_home.h"
#include "web/portal_how.h"
#include "web/portal_inactive.h"
#include "web/portal_newcomers.h"
#include "web/portal_people.h"
#include "web/portal_reports.h"
#include "web/portal_review.h"
#include "web/portal_rosters.h"
#include "web/portal_settings.h"
#include "web/portal_start.h"
#include "web/portal_templates.h"

const struct portal_route *const portal_areas[] = {
	portal_evidence,
	portal_home,
	portal_how,
	portal_inactive,
	portal_newcomers,
	portal_people,
	portal_reports,
	portal_review,
	portal_rosters,
	portal_settings,
	portal_start,
	portal_templates,
	NULL
};
